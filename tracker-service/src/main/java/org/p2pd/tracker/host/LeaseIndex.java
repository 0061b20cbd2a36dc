package org.p2pd.tracker.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.p2pd.protocol.host.HostId;
import org.p2pd.tracker.redis.Deferred;
import org.p2pd.tracker.redis.Redis;
import org.springframework.data.redis.core.DefaultTypedTuple;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Live hosts by role, and the caches that fetch for others, each by the end of its lease: for counting and listing.
 *
 * <p>Renewals gather here and are written once a second, many at a time: they are most of all announces, and a lease is
 * thirty times as long. Nothing is lost with them: a host is its descriptor, and comes by again.
 */
@Component
final class LeaseIndex implements Deferred {
  private static final int HOSTS_MAX = 65_536;

  private final Redis redis;
  private final Clock clock;
  private final Map<HostId, Renewed> renewed = new ConcurrentHashMap<>();

  LeaseIndex(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** Notes a renewal, to be written soon. Of more hosts than {@value #HOSTS_MAX} within a second some wait for the next renewal. */
  void note(HostDescriptor host) {
    if (renewed.size() < HOSTS_MAX) {
      renewed.put(host.hostId(), new Renewed(host, leaseEnd()));
    }
  }

  private double leaseEnd() {
    return clock.millis() + Hosts.LEASE.toMillis();
  }

  /** Enters a host at once. */
  Mono<Void> enter(HostDescriptor host) {
    return write(List.of(new Renewed(host, leaseEnd())));
  }

  /** Takes a host out at once. */
  Mono<Void> remove(HostId host) {
    renewed.remove(host);
    byte[] id = host.hex().getBytes(US_ASCII);
    return Flux.fromIterable(HostKeys.LEASE_INDEXES)
        .flatMap(index -> redis.call(r -> r.opsForZSet().remove(index, id)))
        .then();
  }

  @Override
  public Mono<Void> write() {
    return Mono.defer(() -> {
      List<Renewed> taken = new ArrayList<>(renewed.values());
      taken.forEach(host -> renewed.remove(host.descriptor().hostId(), host));
      return write(taken);
    });
  }

  private Mono<Void> write(List<Renewed> hosts) {
    Map<String, List<Renewed>> byIndex = new HashMap<>();
    for (Renewed host : hosts) {
      byIndex
          .computeIfAbsent(HostKeys.role(host.descriptor().role()), index -> new ArrayList<>())
          .add(host);
      if (!host.descriptor().fetchesFor().isEmpty()) {
        byIndex.computeIfAbsent(HostKeys.FETCHING, index -> new ArrayList<>()).add(host);
      }
    }
    return Flux.fromIterable(byIndex.entrySet())
        .flatMap(index ->
            redis.call(r -> r.opsForZSet().addAll(index.getKey(), tuples(index.getValue()))))
        .then();
  }

  private static Set<TypedTuple<byte[]>> tuples(List<Renewed> hosts) {
    return hosts.stream().map(Renewed::toTuple).collect(Collectors.toSet());
  }

  private record Renewed(HostDescriptor descriptor, double leaseEnd) {
    TypedTuple<byte[]> toTuple() {
      return new DefaultTypedTuple<>(descriptor.hostId().hex().getBytes(US_ASCII), leaseEnd);
    }
  }
}
