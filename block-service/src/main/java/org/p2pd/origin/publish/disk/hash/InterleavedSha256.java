package org.p2pd.origin.publish.disk.hash;

import java.security.MessageDigest;

/**
 * Computes two SHA-256 digests on one processor in little more than the time of one.
 *
 * <p>A round of SHA-256 waits for the round before it, so one computation leaves half of the processor's SHA units idle.
 * Two that take turns every {@value #STEP_BYTES} bytes are within the reach of out-of-order execution and overlap, where
 * the processor has room for that: up to a quarter more of both digests, measured on EPYCs with SHA extensions ({@code
 * docs/origin.md}). The idea is
 * that of Gueron and Krasnov, <i>Simultaneous hashing of multiple messages</i> (2012), within the reach of Java.
 */
final class InterleavedSha256 {
  /** Two blocks of SHA-256: less costs calls, more loses the overlap. */
  private static final int STEP_BYTES = 128;

  private InterleavedSha256() {}

  /** Both digests take the same bytes. */
  static void update(MessageDigest one, MessageDigest other, byte[] bytes, int from, int length) {
    update(one, from, other, from, bytes, length);
  }

  /** {@code one} takes {@code length} bytes beginning at {@code oneFrom}, {@code other} as many at {@code otherFrom}. */
  static void update(
      MessageDigest one,
      int oneFrom,
      MessageDigest other,
      int otherFrom,
      byte[] bytes,
      int length) {
    for (int at = 0; at < length; at += STEP_BYTES) {
      int step = Math.min(STEP_BYTES, length - at);
      one.update(bytes, oneFrom + at, step);
      other.update(bytes, otherFrom + at, step);
    }
  }
}
