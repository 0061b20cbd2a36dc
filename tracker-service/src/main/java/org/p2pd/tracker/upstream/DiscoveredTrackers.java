package org.p2pd.tracker.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.DialRefusedException;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.http.JsonHttp;
import org.p2pd.transport.resolve.Discovery;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.wire.WirePaths;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The tracker of each authority, as its origin names it at {@code /.well-known/p2pd} (WIRE §3); asked once an hour.
 *
 * <p>Neither the authority nor the trackers it names come from the operator, so all of them are dialled by the rules for
 * hosts, and only as near as whoever asked: nobody has this machine look into places that are closed to him.
 */
final class DiscoveredTrackers implements Directory {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration FRESH_AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration CALL_MAX = Duration.ofSeconds(2);
  private static final int AUTHORITIES_MAX = 1_000;
  private static final int REPLICAS_MAX = 8;
  private static final int KEYS_MAX = 16;
  private static final int KNOWN_MAX = 16;

  private final Clock clock;
  private final Map<Reach, HttpClient> ways = new EnumMap<>(Reach.class);
  private final Cache<Asked, Mono<Trackers>> found =
      Caffeine.newBuilder().maximumSize(AUTHORITIES_MAX).expireAfterWrite(FRESH).build();
  private final Cache<String, Trackers> answered =
      Caffeine.newBuilder().maximumSize(KNOWN_MAX).build();

  /**
   * Creates a directory that knows nobody yet.
   *
   * @param allowed networks to dial in addition ({@code P2PD_NETWORK_ALLOW})
   */
  DiscoveredTrackers(List<Cidr> allowed, Clock clock) {
    this.clock = clock;
    for (Reach reach : List.of(Reach.LOOPBACK, Reach.PRIVATE, Reach.PUBLIC)) {
      ways.put(reach, new Dialer(DialPolicy.asNearAs(reach, allowed)).hosts());
    }
  }

  @Override
  public Mono<Trackers> of(String authority, Reach asker) {
    return found.get(new Asked(authority, asker), this::discovered);
  }

  private Mono<Trackers> discovered(Asked asked) {
    HttpClient way = ways.get(asked.reach());
    if (way == null) {
      return Mono.empty();
    }
    return new JsonHttp(way, CALL_MAX)
        .get(
            URI.create("http://" + asked.authority() + WirePaths.DISCOVERY),
            Discovery.class,
            Discovery.JSON_BYTES_MAX)
        .flatMap(origin -> Mono.justOrEmpty(trackers(origin, way)))
        .onErrorResume(DiscoveredTrackers::isRefused, refused -> Mono.empty())
        .doOnNext(trackers -> answered.put(asked.authority(), trackers))
        .cache(trackers -> FRESH, error -> FRESH_AFTER_FAILURE, () -> FRESH_AFTER_FAILURE);
  }

  private @Nullable Trackers trackers(Discovery origin, HttpClient way) {
    List<URI> replicas = origin.trackers().stream()
        .limit(REPLICAS_MAX)
        .map(UpstreamSettings::uri)
        .flatMap(Stream::ofNullable)
        .toList();
    return replicas.isEmpty()
        ? null
        : new Trackers(
            new TrackerClient(way, replicas),
            origin.publisherKeys().stream().limit(KEYS_MAX).toList(),
            clock);
  }

  private static boolean isRefused(Throwable error) {
    return error instanceof DialRefusedException
        || error.getCause() instanceof DialRefusedException;
  }

  @Override
  public Flux<Trackers> known() {
    return Flux.fromIterable(List.copyOf(answered.asMap().values()));
  }

  @Override
  public Mono<Trackers> only() {
    return Mono.empty();
  }

  private record Asked(String authority, Reach reach) {}
}
