package org.p2pd.transport.serve;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;
import org.p2pd.protocol.content.ContentId;

/** How long whoever asked for a film waited for its first byte: {@code p2pd.first.byte}, a histogram. */
public final class FirstByte {
  private static final long[] BOUND_MILLIS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000
  };

  private final Timer timer;

  /** Registers the histogram of one service. */
  public FirstByte(MeterRegistry meters) {
    this.timer = Timer.builder("p2pd.first.byte")
        .description("From a request for bytes of a film until the first of them could leave")
        .serviceLevelObjectives(bounds())
        .register(meters);
  }

  /** The bounds of histograms of waiting: few, so that every node of a network can be scraped. */
  public static Duration[] bounds() {
    return LongStream.of(BOUND_MILLIS).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  /** Notes a first byte that could leave {@code duration} after its request. */
  public void after(Duration duration) {
    timer.record(duration);
  }

  /** {@code observer}, with each first byte noted. */
  public ServingObserver timing(ServingObserver observer) {
    return new Timing(observer, this);
  }

  private record Timing(ServingObserver observer, FirstByte firstByte) implements ServingObserver {
    @Override
    public ServingObserver of(ContentId content) {
      return new Timing(observer.of(content), firstByte);
    }

    @Override
    public void started() {
      observer.started();
    }

    @Override
    public void firstByte(Duration sinceRequest) {
      firstByte.after(sinceRequest);
      observer.firstByte(sinceRequest);
    }

    @Override
    public void sent(long bytes) {
      observer.sent(bytes);
    }

    @Override
    public void sentFromMemory(long bytes) {
      observer.sentFromMemory(bytes);
    }

    @Override
    public void finished() {
      observer.finished();
    }
  }
}
