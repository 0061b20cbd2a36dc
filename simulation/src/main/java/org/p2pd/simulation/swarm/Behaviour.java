package org.p2pd.simulation.swarm;

/** How a host treats those who ask it. All but the honest and the takers claim to hold the whole film. */
public enum Behaviour {
  /** Sends what it has. */
  HONEST,
  /** Holds the whole film from the beginning, wants nothing and sends it. */
  SEEDS,
  /** Downloads, uploads nothing and is never handed out. */
  DOWNLOADS_ONLY,
  /** Sends wrong bytes at full speed. */
  LIES,
  /** Sends 2 KiB at once, then one byte a second. */
  DRIPS,
  /** Sends 99 % of the first block and then nothing. */
  STOPS_SHORT,
  /** Takes the request and never answers. */
  SILENT,
  /** Refuses every request. */
  REFUSES;

  boolean isBad() {
    return this != HONEST && this != DOWNLOADS_ONLY && this != SEEDS;
  }

  /** Whether there is a user before it who wants the film. */
  boolean wantsFilm() {
    return this == HONEST || this == DOWNLOADS_ONLY;
  }
}
