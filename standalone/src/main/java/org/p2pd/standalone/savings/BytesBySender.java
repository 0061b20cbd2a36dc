package org.p2pd.standalone.savings;

/**
 * Delivered bytes by who sent, or would have sent, them.
 *
 * @param origin the server's own
 * @param cache of site caches
 * @param peers of other viewers
 */
public record BytesBySender(long origin, long cache, long peers) {
  static final BytesBySender NONE = new BytesBySender(0, 0, 0);

  /** All of them: what the server sends without the system. */
  public long total() {
    return origin + cache + peers;
  }

  /** The part that the origin is spared, 0 to 1. */
  public double saved() {
    return total() == 0 ? 0 : (double) (cache + peers) / total();
  }

  BytesBySender plus(BytesBySender other) {
    return new BytesBySender(origin + other.origin, cache + other.cache, peers + other.peers);
  }
}
