package org.p2pd.cache.usage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.transport.serve.FirstByte;

/**
 * Counts requests and bytes by whether they were here, as metrics and for each content. Thread-safe; the contents asked for
 * last, at most {@value #CONTENTS_MAX}, are remembered, until this process ends.
 */
public final class Usage {
  private static final int CONTENTS_MAX = 10_000;

  private final Clock clock;
  private final Counter hits;
  private final Counter partials;
  private final Counter misses;
  private final Counter storedBytes;
  private final Counter fetchedBytes;
  private final Timer fills;
  private final Cache<ContentId, Asked> contents =
      Caffeine.newBuilder().maximumSize(CONTENTS_MAX).build();

  /** Creates the counts of one cache and registers their metrics. */
  public Usage(MeterRegistry meters, Clock clock) {
    this.clock = clock;
    this.hits = requests(meters, "hit");
    this.partials = requests(meters, "partial");
    this.misses = requests(meters, "miss");
    this.storedBytes = bytes(meters, "store");
    this.fetchedBytes = bytes(meters, "fetch");
    this.fills = Timer.builder("p2pd.cache.fill")
        .description("From asking for a block that was not here until its first byte could leave")
        .serviceLevelObjectives(FirstByte.bounds())
        .register(meters);
  }

  private static Counter requests(MeterRegistry meters, String outcome) {
    return Counter.builder("p2pd.cache.requests")
        .description("Requests for films by name")
        .tag("outcome", outcome)
        .register(meters);
  }

  private static Counter bytes(MeterRegistry meters, String from) {
    return Counter.builder("p2pd.cache.bytes")
        .description("Bytes given to viewers and hosts, by where they came from")
        .tag("from", from)
        .baseUnit("bytes")
        .register(meters);
  }

  /** A request found all it wanted. */
  public void hit(ContentId id) {
    hits.increment();
    Asked asked = asked(id);
    asked.hits.increment();
  }

  /** A request found part of what it wanted. */
  public void partial(ContentId id) {
    partials.increment();
    asked(id);
  }

  /** A request found nothing of what it wanted. */
  public void miss(ContentId id) {
    misses.increment();
    asked(id);
  }

  private Asked asked(ContentId id) {
    Asked asked = contents.get(id, unused -> new Asked());
    asked.requests.increment();
    asked.lastMillis = clock.millis();
    return asked;
  }

  /** Bytes that were here are on their way out. */
  public void gaveStored(long bytes) {
    storedBytes.increment(bytes);
  }

  /** Bytes that were not here when they were asked for are on their way out. */
  public void gaveFetched(long bytes) {
    fetchedBytes.increment(bytes);
  }

  /** The first byte that was not here came after {@code duration}. */
  public void filled(Duration duration) {
    fills.record(duration);
  }

  /** How a content was asked for; empty where it was not since the start, or long ago. */
  public Optional<OfContent> of(ContentId id) {
    return Optional.ofNullable(contents.getIfPresent(id)).map(Asked::now);
  }

  /** All requests and bytes since the start. */
  public Totals totals() {
    return new Totals(
        (long) hits.count(),
        (long) partials.count(),
        (long) misses.count(),
        (long) storedBytes.count(),
        (long) fetchedBytes.count());
  }

  /**
   * How one content was asked for by name.
   *
   * @param requests all of them
   * @param hits those that found all they wanted
   */
  public record OfContent(long requests, long hits, Instant last) {}

  /**
   * Requests by name and bytes by name or id, since the start.
   *
   * @param storedBytes given from the store
   * @param fetchedBytes given as they came from elsewhere
   */
  public record Totals(long hits, long partials, long misses, long storedBytes, long fetchedBytes) {
    /** The share of requests that found all they wanted, 0 to 1; 0 before the first. */
    public double hitRatioByRequests() {
      return share(hits, hits + partials + misses);
    }

    /** The share of bytes that were here, 0 to 1; 0 before the first. */
    public double hitRatioByBytes() {
      return share(storedBytes, storedBytes + fetchedBytes);
    }

    private static double share(long part, long whole) {
      return whole == 0 ? 0 : (double) part / whole;
    }
  }

  private static final class Asked {
    private final LongAdder requests = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private volatile long lastMillis;

    private OfContent now() {
      return new OfContent(requests.sum(), hits.sum(), Instant.ofEpochMilli(lastMillis));
    }
  }
}
