package org.p2pd.protocol.tracker.traffic;

/** Bytes of verified blocks, by the role of the host they came from. */
public record BytesByRole(long origin, long cache, long agent) {
  public static final BytesByRole NONE = new BytesByRole(0, 0, 0);

  /** The sum of all roles. */
  public long total() {
    return origin + cache + agent;
  }
}
