package org.p2pd.origin.serve;

import java.net.URI;
import java.util.List;
import org.p2pd.origin.publish.PublisherKeys;
import org.p2pd.origin.settings.Authorities;
import org.p2pd.transport.settings.NodeSettings;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /.well-known/p2pd}: with it a content URL is all anyone needs (WIRE §3). */
final class Discovery {
  private static final CacheControl AN_HOUR =
      CacheControl.maxAge(java.time.Duration.ofHours(1)).cachePublic();

  private final NodeSettings node;
  private final Authorities authorities;
  private final PublisherKeys keys;

  private Discovery(NodeSettings node, Authorities authorities, PublisherKeys keys) {
    this.node = node;
    this.authorities = authorities;
    this.keys = keys;
  }

  static RouterFunction<ServerResponse> of(
      NodeSettings node, Authorities authorities, PublisherKeys keys) {
    return RouterFunctions.route()
        .GET("/.well-known/p2pd", new Discovery(node, authorities, keys)::answer)
        .build();
  }

  private Mono<ServerResponse> answer(ServerRequest request) {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(AN_HOUR)
        .bodyValue(document());
  }

  private Document document() {
    return new Document(
        node.tracker().url().stream().map(URI::toString).toList(),
        keys.publicKeys(),
        authorities.all());
  }

  /** The document's form. */
  record Document(List<String> trackers, List<String> publisherKeys, List<String> authorities) {}
}
