package org.p2pd.testkit.http;

import java.time.Duration;

/**
 * What is wrong with the network between a {@link FaultProxy}'s clients and its host. Downstream is from the host to
 * the client.
 *
 * @param refuse whether new connections are reset as soon as they are accepted
 * @param delayUpstream how long every byte towards the host is under way; the first of a connection leaves a round trip
 *     after it was opened, as TCP's handshake makes it
 * @param delayDownstream how long every byte from the host is under way
 * @param bytesPerSecond the most bytes per second downstream, of all connections together; 0 = no limit
 * @param stallAfter bytes downstream after which a connection stays open and carries nothing more; -1 = never
 * @param cutAfter bytes downstream after which a connection is reset; -1 = never
 * @param corruptAt the offset, in every HTTP response's body, of a byte whose bits are all inverted; -1 = none
 */
public record Faults(
    boolean refuse,
    Duration delayUpstream,
    Duration delayDownstream,
    long bytesPerSecond,
    long stallAfter,
    long cutAfter,
    long corruptAt) {
  private static final Faults NONE = new Faults(false, Duration.ZERO, Duration.ZERO, 0, -1, -1, -1);

  /** A perfect network; the others are made from it: {@code Faults.none().withCutAfter(1_000)}. */
  public static Faults none() {
    return NONE;
  }

  /** These faults, and new connections are reset. */
  public Faults withRefuse() {
    return new Faults(
        true, delayUpstream, delayDownstream, bytesPerSecond, stallAfter, cutAfter, corruptAt);
  }

  /** These faults, with another delay for each direction. */
  public Faults withDelay(Duration upstream, Duration downstream) {
    return new Faults(
        refuse, upstream, downstream, bytesPerSecond, stallAfter, cutAfter, corruptAt);
  }

  /** These faults, with another limit for bytes per second downstream. */
  public Faults withBytesPerSecond(long limit) {
    return new Faults(
        refuse, delayUpstream, delayDownstream, limit, stallAfter, cutAfter, corruptAt);
  }

  /** These faults, and every connection stalls once it carried {@code bytes} downstream. */
  public Faults withStallAfter(long bytes) {
    return new Faults(
        refuse, delayUpstream, delayDownstream, bytesPerSecond, bytes, cutAfter, corruptAt);
  }

  /** These faults, and every connection is reset once it carried {@code bytes} downstream. */
  public Faults withCutAfter(long bytes) {
    return new Faults(
        refuse, delayUpstream, delayDownstream, bytesPerSecond, stallAfter, bytes, corruptAt);
  }

  /** These faults, and the byte at {@code offset} of every response body that has one is wrong. */
  public Faults withCorruptAt(long offset) {
    return new Faults(
        refuse, delayUpstream, delayDownstream, bytesPerSecond, stallAfter, cutAfter, offset);
  }
}
