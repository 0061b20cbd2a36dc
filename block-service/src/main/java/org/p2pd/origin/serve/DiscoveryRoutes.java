package org.p2pd.origin.serve;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.p2pd.origin.publish.PublisherKeys;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.origin.settings.PublishSettings;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.resolve.Discovery;
import org.p2pd.transport.settings.NodeSettings;
import org.p2pd.transport.wire.WireFormat;
import org.p2pd.transport.wire.WirePaths;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /.well-known/p2pd}: with it a content URL is all anyone needs (WIRE §3). And the public keys by themselves. */
final class DiscoveryRoutes {
  private static final CacheControl AN_HOUR =
      CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

  private final List<String> trackers;
  private final Authorities authorities;
  private final PublisherKeys keys;

  private DiscoveryRoutes(List<String> trackers, Authorities authorities, PublisherKeys keys) {
    this.trackers = trackers;
    this.authorities = authorities;
    this.keys = keys;
  }

  static RouterFunction<ServerResponse> of(
      NodeSettings node, PublishSettings publish, Authorities authorities, PublisherKeys keys) {
    DiscoveryRoutes routes = new DiscoveryRoutes(trackers(node, publish), authorities, keys);
    return RouterFunctions.route()
        .GET(WirePaths.DISCOVERY, routes::discovery)
        .GET(WirePaths.PUBLISHER_KEY, routes::publisherKey)
        .build();
  }

  /** As clients reach them, which need not be as this origin does. */
  private static List<String> trackers(NodeSettings node, PublishSettings publish) {
    return publish.trackerUrls().isEmpty()
        ? node.tracker().url().stream().map(URI::toString).toList()
        : publish.trackerUrls();
  }

  private Mono<ServerResponse> discovery(ServerRequest request) {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(AN_HOUR)
        .bodyValue(WireFormat.json().writeValueAsBytes(document()));
  }

  private Discovery document() {
    List<String> names = authorities.all();
    return new Discovery(trackers, keys.publicKeys(), names, keys.endorsements(names));
  }

  /** One key a line, in base64, the one that signs first. */
  private Mono<ServerResponse> publisherKey(ServerRequest request) {
    if (keys.publicKeys().isEmpty()) {
      return Mono.error(ProblemException.notFound("this origin does not sign its publications"));
    }
    return ServerResponse.ok()
        .contentType(MediaType.TEXT_PLAIN)
        .cacheControl(AN_HOUR)
        .bodyValue(String.join("\n", keys.publicKeys()) + "\n");
  }
}
