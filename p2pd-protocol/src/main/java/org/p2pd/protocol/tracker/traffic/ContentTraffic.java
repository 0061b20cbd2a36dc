package org.p2pd.protocol.tracker.traffic;

/**
 * Bytes of one content that moved at one host: by the role of the host they came from, and handed to viewers.
 *
 * @param origin verified bytes received from origins and mirrors
 * @param cache verified bytes received from caches
 * @param agent verified bytes received from viewers' machines
 * @param delivered bytes handed to viewers
 */
public record ContentTraffic(long origin, long cache, long agent, long delivered) {
  /** No bytes. */
  public static final ContentTraffic NONE = new ContentTraffic(0, 0, 0, 0);

  /** Bytes received from whomever. */
  public long received() {
    return origin + cache + agent;
  }

  /** The sum of both. */
  public ContentTraffic plus(ContentTraffic other) {
    return new ContentTraffic(
        origin + other.origin,
        cache + other.cache,
        agent + other.agent,
        delivered + other.delivered);
  }
}
