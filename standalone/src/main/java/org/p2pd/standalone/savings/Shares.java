package org.p2pd.standalone.savings;

/**
 * Delivered bytes by who sent, or would have sent, them.
 *
 * @param origin the server's own
 * @param cache of site caches
 * @param peers of other viewers
 */
public record Shares(long origin, long cache, long peers) {
  static final Shares NONE = new Shares(0, 0, 0);

  /** All of them: what the server sends without the system. */
  public long total() {
    return origin + cache + peers;
  }

  /** The part that the origin is spared, 0 to 1. */
  public double saved() {
    return total() == 0 ? 0 : (double) (cache + peers) / total();
  }

  Shares plus(Shares other) {
    return new Shares(origin + other.origin, cache + other.cache, peers + other.peers);
  }
}
