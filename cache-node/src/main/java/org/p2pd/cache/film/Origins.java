package org.p2pd.cache.film;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.dial.HttpUrl;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * The origins of a film that anybody may be told of: those that the tracker tells strangers, so never an internal one.
 * This cache's own registration may know more. Dials none of them.
 */
final class Origins {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int CONTENTS_MAX = 1_000;

  private final TrackerClient tracker;
  private final Cache<ContentId, Mono<List<HostEntry>>> answers =
      Caffeine.newBuilder().maximumSize(CONTENTS_MAX).expireAfterWrite(FRESH).build();

  Origins(TrackerClient tracker) {
    this.tracker = tracker;
  }

  /**
   * Base URLs, best first; none where the tracker does not answer. Those that the sender of {@code request} could not
   * reach are left out, and so is the name under which it reached this cache: that would lead back here.
   */
  Mono<List<String>> of(Manifest manifest, ServerRequest request, String host) {
    return Mono.defer(() -> answers.get(manifest.contentId(), id -> ask(manifest)))
        .map(hosts -> hosts.stream()
            .filter(each -> each.role() == HostRole.ORIGIN && !each.plain())
            .map(HostEntry::url)
            .filter(url -> leadsThere(url, request.remoteAddress(), host))
            .toList());
  }

  private Mono<List<HostEntry>> ask(Manifest manifest) {
    if (manifest.blockCount() == 0) {
      return Mono.just(List.of());
    }
    return tracker
        .hosts(manifest.contentId(), BlockSet.range(0, manifest.blockCount() - 1))
        .timeout(ANSWER_MAX)
        .onErrorReturn(List.of())
        .cache();
  }

  private static boolean leadsThere(String url, Optional<InetSocketAddress> client, String host) {
    URI origin = HttpUrl.of(url);
    return origin != null
        && !host.equalsIgnoreCase(origin.getAuthority())
        && client
            .map(InetSocketAddress::getAddress)
            .filter(from -> Reach.of(from).mayReach(Reach.ofHost(origin.getHost())))
            .isPresent();
  }
}
