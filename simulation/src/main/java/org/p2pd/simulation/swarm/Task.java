package org.p2pd.simulation.swarm;

import java.time.Duration;

/** What the user of an agent does. */
public sealed interface Task {
  /** Wants the whole film, in whatever order is quickest. */
  record Download() implements Task {}

  /** Reads the whole film in order as fast as it comes: a plain client behind the agent. */
  record Copy() implements Task {}

  /**
   * Plays the film.
   *
   * @param watches how much of the film is played; the rest is not wanted
   * @param seekEvery after how much of play the viewer jumps to another place; zero = never
   */
  record Watch(Duration watches, Duration seekEvery) implements Task {}
}
