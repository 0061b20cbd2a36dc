package org.p2pd.transport.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.dial.HttpUrl;
import org.p2pd.transport.http.JsonHttp;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.wire.WirePaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Films of authorities that the node's own tracker does not know: each authority says itself at {@code
 * /.well-known/p2pd} which trackers know it (WIRE §3), so that a URL is all anyone needs.
 *
 * <p>An authority is asked once an hour, whatever it answers. Its trackers are asked in nobody's name: the node does not
 * become known there, is sent to the provider's own hosts, and shares nothing of these films. Both are dialled under the
 * rules for hosts, not for trackers: nobody turns a node on its own network this way.
 */
public final class DiscoveredResolver {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveredResolver.class);

  private static final Duration ASKED_AGAIN = Duration.ofHours(1);
  private static final Duration CALL_MAX = Duration.ofSeconds(3);
  private static final int AUTHORITIES_MAX = 1_000;
  private static final int CONTENTS_MAX = 10_000;
  private static final int TRACKERS_MAX = 4;

  private final Dialer dialer;
  private final JsonHttp origins;
  private final KeyPins pins;
  private final Clock clock;
  private final Cache<String, Mono<Optional<Trackers>>> known = Caffeine.newBuilder()
      .maximumSize(AUTHORITIES_MAX)
      .expireAfterWrite(ASKED_AGAIN)
      .build();
  private final Cache<ContentId, Trackers> contents =
      Caffeine.newBuilder().maximumSize(CONTENTS_MAX).build();

  /**
   * Creates what is known of other trackers: nothing yet.
   *
   * @param pins whose signatures are believed
   */
  public DiscoveredResolver(Dialer dialer, KeyPins pins, Clock clock) {
    this.dialer = dialer;
    this.origins = new JsonHttp(dialer.hosts(), CALL_MAX);
    this.pins = pins;
    this.clock = clock;
  }

  /** The content that {@code name} is bound to by its authority's trackers; empty where there are none, or they know none. */
  public Mono<ResolvedContent> resolve(ContentName name) {
    return trackersOf(name.authority())
        .flatMap(trackers -> trackers
            .resolver()
            .resolve(name)
            .doOnNext(film -> contents.put(film.publication().contentId(), trackers)));
  }

  /** Hosts that hold some of {@code want}, asked of those who know {@code content}. */
  public Mono<List<HostEntry>> hosts(ContentId content, BlockSet want) {
    Trackers trackers = contents.getIfPresent(content);
    return trackers == null ? Mono.just(List.of()) : trackers.client().hosts(content, want);
  }

  private Mono<Trackers> trackersOf(String authority) {
    return known.get(authority, this::discovered).flatMap(Mono::justOrEmpty);
  }

  private Mono<Optional<Trackers>> discovered(String authority) {
    return origins
        .get(
            URI.create("http://" + authority + WirePaths.DISCOVERY),
            Discovery.class,
            Discovery.JSON_BYTES_MAX)
        .filter(said -> said.authorities().contains(authority))
        .map(said -> said.trackers().stream()
            .flatMap(DiscoveredResolver::url)
            .limit(TRACKERS_MAX)
            .toList())
        .filter(trackers -> !trackers.isEmpty())
        .map(trackers -> Optional.of(trackers(authority, trackers)))
        .onErrorResume(silent -> {
          LOG.debug("{} names no trackers: {}", authority, silent.toString());
          return Mono.empty();
        })
        .defaultIfEmpty(Optional.empty())
        .cache();
  }

  private Trackers trackers(String authority, List<URI> urls) {
    LOG.debug("{} is known to {}", authority, urls);
    TrackerClient client = new TrackerClient(dialer.hosts(), urls);
    return new Trackers(client, new ContentResolver(client, dialer, pins, clock));
  }

  private static Stream<URI> url(String text) {
    return Stream.ofNullable(HttpUrl.of(text)).filter(url -> url.getScheme().equals("http"));
  }

  private record Trackers(TrackerClient client, ContentResolver resolver) {}
}
