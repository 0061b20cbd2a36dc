package org.p2pd.tracker.stats;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.tracker.BytesByRole;
import org.p2pd.tracker.host.Renewal;
import org.p2pd.tracker.redis.Deferred;
import org.p2pd.tracker.redis.Redis;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Bytes received by the sender's role, and delivered to viewers, summed over all replicas; what this replica heard within
 * the last second is still on its way.
 */
@Component
class TrafficSums implements Deferred {
  private static final String KEY = "p2pd:{stats}:bytes";

  private final Redis redis;
  private final List<Sum> sums =
      Stream.of("origin", "cache", "agent", "delivered").map(Sum::new).toList();

  TrafficSums(Redis redis) {
    this.redis = redis;
  }

  void add(Renewal renewal) {
    BytesByRole received = renewal.received();
    sums.get(0).bytes().add(received.origin());
    sums.get(1).bytes().add(received.cache());
    sums.get(2).bytes().add(received.agent());
    sums.get(3).bytes().add(renewal.delivered());
  }

  @Override
  public Mono<Void> write() {
    return Flux.fromIterable(sums).flatMap(this::write).then();
  }

  /** What can't be written waits for the next time. */
  private Mono<Long> write(Sum sum) {
    return Mono.defer(() -> {
      long bytes = sum.bytes().sumThenReset();
      return bytes == 0
          ? Mono.empty()
          : redis
              .call(r -> r.<String, byte[]>opsForHash().increment(KEY, sum.field(), bytes))
              .doOnError(error -> sum.bytes().add(bytes));
    });
  }

  /** The sums in the order of {@link BytesByRole}, delivered last, this replica's own included. */
  Mono<List<Long>> read() {
    return write().then(redis.entries(KEY)).map(this::inOrder);
  }

  private List<Long> inOrder(Map<String, byte[]> read) {
    return sums.stream().map(sum -> number(read.get(sum.field()))).toList();
  }

  private static long number(byte @Nullable [] text) {
    return text == null ? 0 : Long.parseLong(new String(text, US_ASCII));
  }

  private record Sum(String field, LongAdder bytes) {
    Sum(String field) {
      this(field, new LongAdder());
    }
  }
}
