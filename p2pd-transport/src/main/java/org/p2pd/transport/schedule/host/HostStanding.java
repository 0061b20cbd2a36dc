package org.p2pd.transport.schedule.host;

import java.time.Duration;

/**
 * What is known of one host from its own history: throughput, round trip, failures and what it was asked for. Shared by
 * all transfers of a process, kept across films. Times are nanoseconds of any monotonic clock.
 *
 * <p>Round trip and its deviation are smoothed as TCP does it (RFC 6298 §2). After a pause the old rate weighs little, and
 * for downloads a host begins as a new one does: what its line carried before says little of what it carries now, and many
 * may begin at the same moment (compare RFC 7661).
 */
public final class HostStanding {
  /** How long a host's first block may take to begin. */
  private static final long FIRST_SILENCE_NANOS = 3_000_000_000L;

  private static final long SILENCE_NANOS_MIN = 2_000_000_000L;
  private static final long SILENCE_NANOS_MAX = 10_000_000_000L;
  private static final long COOL_DOWN_NANOS_MIN = 1_000_000_000L;
  private static final long OPERATOR_COOL_DOWN_NANOS_MAX = 4_000_000_000L;
  private static final long LIAR_COOL_DOWN_NANOS = 600_000_000_000L;
  private static final long OPERATOR_LIAR_COOL_DOWN_NANOS = 60_000_000_000L;
  private static final int DOUBLINGS_MAX = 6;
  private static final int STRIKES_OUT = 2;

  /** What an operator's host is trusted with before it has sent anything. */
  private static final int VOUCHED_REQUESTS_MAX = 2;

  private static final long VOUCHED_RUN_BYTES = 1 << 20;

  /** A rate measured longer ago than this is a guess. */
  private static final long PAUSE_NANOS_MIN = 3_000_000_000L;

  /** Requests are made for a quarter of a second and two round trips. */
  private static final long OVERLOAD_NANOS = 4_000_000_000L;

  private static final long PIPE_SLACK_NANOS = 250_000_000L;

  /** Assumed of a host that has not sent anything yet. */
  private static final double UNKNOWN_BYTES_PER_SECOND = 1 << 20;

  private static final long UNKNOWN_ROUND_TRIP_NANOS = 100_000_000L;

  /** Follows a change of the host's rate within two seconds. */
  private static final Duration RATE_MEMORY = Duration.ofSeconds(2);

  private final RateMeter rate = new RateMeter(RATE_MEMORY);
  private long roundTripNanos;
  private long roundTripDeviationNanos;
  private long dueBytes;
  private int requests;
  private int provenBlocks;
  private boolean provenLately;
  private int failuresInRow;
  private int strikes;
  private long coolUntilNanos = Long.MIN_VALUE;
  private long markNanos;

  /** The standing of a stranger: nothing was asked of it yet. */
  public HostStanding() {}

  /** The standing of a host that a process before this one knew. */
  static HostStanding of(RememberedHost kept, long nowNanos) {
    HostStanding host = new HostStanding();
    host.rate.assume(kept.bytesPerSecond());
    host.roundTripNanos = kept.roundTrip().toNanos();
    host.roundTripDeviationNanos = kept.deviation().toNanos();
    host.provenBlocks = kept.proven() ? 1 : 0;
    host.strikes = kept.strikes();
    host.markNanos = nowNanos - kept.age().toNanos();
    return host;
  }

  /** Whether bytes came from it. */
  boolean isMeasured() {
    return roundTripNanos > 0 && rate.bytesPerSecond() > 0;
  }

  /** What is worth keeping of it, if it {@link #isMeasured}. */
  RememberedHost remembered(String server, long nowNanos) {
    return new RememberedHost(
        server,
        rate.bytesPerSecond(),
        Duration.ofNanos(roundTripNanos),
        Duration.ofNanos(roundTripDeviationNanos),
        isProven(),
        strikes,
        Duration.ofNanos(Math.max(0, nowNanos - markNanos)));
  }

  /** Whether it sent a right block, and none wrong since. */
  public boolean isProven() {
    return provenBlocks > 0;
  }

  /** Whether it failed or lied, and has not sent a right block yet or since. */
  public boolean hasOnlyFailed() {
    return provenBlocks == 0 && failuresInRow + strikes > 0;
  }

  /** Whether it was asked for something that is not over. */
  public boolean isBusy() {
    return requests > 0;
  }

  /** Bytes per second, as measured, of a host that is proven; 0 of another. */
  public double provenBytesPerSecond() {
    return isProven() ? bytesPerSecond() : 0;
  }

  /** Whether it may be asked: it is not cooling down after a failure or a lie. */
  public boolean isUsable(long nowNanos) {
    return coolUntilNanos == Long.MIN_VALUE || nowNanos - coolUntilNanos >= 0;
  }

  /**
   * Whether one more request is within what this host is trusted with.
   *
   * @param blockBytes what is asked for at least, in bytes
   * @param believed whether it has shown what it can, {@link #isProven} or {@link #isProvenLately}
   * @param vouched whether it may begin with more than one block, if it is not believed
   * @param requestsMax the most requests at once that a believed host gets
   * @param outstandingBytesMax the most bytes that are due from one host at once
   */
  public boolean hasRoomFor(
      int blockBytes,
      boolean believed,
      boolean vouched,
      int requestsMax,
      long outstandingBytesMax) {
    if (!believed) {
      return requests == 0 || (vouched && requests < VOUCHED_REQUESTS_MAX);
    }
    return requests < requestsMax
        && dueBytes <= Math.min(outstandingBytesMax - blockBytes, pipeBytes());
  }

  /** Whether a late block may be asked for on top of {@code requestsMax} requests under way; one at a time. */
  public boolean hasRoomForCover(int requestsMax) {
    return requests <= requestsMax;
  }

  /** Whether what is due from it takes far longer than it was ordered for: its line has become slow, or crowded. */
  public boolean isOverloaded() {
    return dueBytes / bytesPerSecond() * 1e9 > OVERLOAD_NANOS;
  }

  /** Whether a right block has come since it was idle last. */
  public boolean isProvenLately(long nowNanos) {
    return provenLately && (requests > 0 || nowNanos - markNanos <= PAUSE_NANOS_MIN);
  }

  /** What keeps the host's link busy for two round trips and a quarter of a second. */
  private long pipeBytes() {
    return (long) (rate.bytesPerSecond() * (2 * roundTripNanos + PIPE_SLACK_NANOS) / 1e9);
  }

  /**
   * The most bytes of one request: a host that is believed or vouched for gets runs of blocks, another a block.
   *
   * @param blockBytes the bytes of a block; never less is answered
   * @param runBytesMax no run is longer than that, in bytes
   */
  public long runBytes(int blockBytes, boolean believed, boolean vouched, long runBytesMax) {
    if (!believed) {
      return vouched ? Math.max(blockBytes, VOUCHED_RUN_BYTES) : blockBytes;
    }
    return Math.max(blockBytes, Math.min(runBytesMax, pipeBytes() / 2));
  }

  /** Bytes per second, as measured; of a host that has not sent anything yet an assumption, never 0. */
  public double bytesPerSecond() {
    double measured = rate.bytesPerSecond();
    return measured == 0 ? UNKNOWN_BYTES_PER_SECOND : measured;
  }

  /** The estimated nanoseconds until {@code bytes} asked for now would be here. */
  public double finishNanos(long bytes) {
    return (dueBytes + bytes) / bytesPerSecond() * 1e9 + expectedRoundTripNanos();
  }

  /** The estimated nanoseconds that {@code bytes} take once it is their turn. */
  public double transferNanos(long bytes) {
    return bytes / bytesPerSecond() * 1e9
        + expectedRoundTripNanos()
        + 4.0 * roundTripDeviationNanos;
  }

  /** The smoothed round trip in nanoseconds; of a new host an assumption. */
  public long expectedRoundTripNanos() {
    return roundTripNanos == 0 ? UNKNOWN_ROUND_TRIP_NANOS : roundTripNanos;
  }

  /** How many nanoseconds the host may send nothing before it counts as gone: by its own history, not a constant. */
  public long silenceNanosMax() {
    if (!isProven()) {
      return FIRST_SILENCE_NANOS;
    }
    long own = 4 * (roundTripNanos + 4 * roundTripDeviationNanos);
    return Math.max(SILENCE_NANOS_MIN, Math.min(SILENCE_NANOS_MAX, own));
  }

  /** A request for {@code bytes} begins. */
  public void asked(long bytes, long nowNanos) {
    if (requests == 0) {
      if (!isProvenLately(nowNanos)) {
        provenLately = false;
        rate.fade();
      }
      markNanos = nowNanos;
    }
    requests++;
    dueBytes += bytes;
  }

  /** The first byte came of what was asked at {@code askedNanos}: a sample of the round trip. */
  public void firstByte(long askedNanos, long nowNanos) {
    long sample = Math.max(1, nowNanos - askedNanos);
    if (roundTripNanos == 0) {
      roundTripNanos = sample;
      roundTripDeviationNanos = sample / 2;
    } else {
      roundTripDeviationNanos += (Math.abs(sample - roundTripNanos) - roundTripDeviationNanos) / 4;
      roundTripNanos += (sample - roundTripNanos) / 8;
    }
    if (requests == 1) {
      markNanos = nowNanos;
    }
  }

  /** So many bytes more came of what was asked for. */
  public void received(long bytes, long nowNanos) {
    rate.add(bytes, nowNanos - markNanos);
    dueBytes -= bytes;
    markNanos = nowNanos;
  }

  /** A request is over; {@code missingBytes} of it will not come. */
  public void ended(long missingBytes) {
    dueBytes -= missingBytes;
    requests--;
  }

  /** A block of it matched its digest. */
  public void proved() {
    provenBlocks++;
    provenLately = true;
    failuresInRow = 0;
  }

  /** A failure that is not a lie: silence, reset, refusal. Cools down for longer each time; an operator's host briefly. */
  public void failed(boolean operator, long nowNanos) {
    long cool = COOL_DOWN_NANOS_MIN << Math.min(failuresInRow, DOUBLINGS_MAX);
    failuresInRow++;
    coolUntilNanos = nowNanos + (operator ? Math.min(cool, OPERATOR_COOL_DOWN_NANOS_MAX) : cool);
  }

  /** Wrong bytes: standing is lost at once, and the second time the host is left out. */
  public void lied(boolean operator, long nowNanos) {
    provenBlocks = 0;
    provenLately = false;
    strikes++;
    if (strikes >= STRIKES_OUT) {
      strikes = STRIKES_OUT - 1;
      coolUntilNanos = nowNanos + (operator ? OPERATOR_LIAR_COOL_DOWN_NANOS : LIAR_COOL_DOWN_NANOS);
    } else {
      failed(operator, nowNanos);
    }
  }
}
