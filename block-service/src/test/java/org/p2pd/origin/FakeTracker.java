package org.p2pd.origin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.protocol.tracker.catalogue.Recalls;
import org.p2pd.protocol.tracker.catalogue.Recalls.Recall;
import org.p2pd.transport.wire.WireFormat;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Remembers what an origin tells its tracker; can lose everything, and go and come back on its port. */
final class FakeTracker implements AutoCloseable {
  static final String HOST_TOKEN = "host-token";

  final Queue<Registration> registrations = new ConcurrentLinkedQueue<>();
  final Map<String, Publication> publications = new ConcurrentHashMap<>();
  final Map<ContentId, BlockSet> held = new ConcurrentHashMap<>();
  /** Handed to whoever asks, whatever the content. */
  final Queue<HostEntry> hosts = new ConcurrentLinkedQueue<>();

  final Set<String> operatorTokens = ConcurrentHashMap.newKeySet();

  private final Map<ContentId, Manifest> manifests = new ConcurrentHashMap<>();
  private volatile boolean knowsHost;
  private volatile @Nullable Recall recalled;
  private DisposableServer server = listen(0);

  private DisposableServer listen(int port) {
    return HttpServer.create()
        .host("127.0.0.1")
        .port(port)
        .route(routes -> routes
            .post("/v1/hosts", this::register)
            .delete("/v1/hosts/{id}", (request, response) -> response.status(204))
            .post("/v1/announce", this::announce)
            .get("/v1/recalls", (request, response) -> json(response, recalls()))
            .put("/v1/contents/{id}", this::manifest)
            .put("/v1/publications", this::bind)
            .delete("/v1/publications", this::withdraw))
        .bindNow();
  }

  int port() {
    return server.port();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Whether exactly {@code blocks} are announced of a content. */
  boolean isHeld(ContentId contentId, BlockSet blocks) {
    return blocks.equals(held.getOrDefault(contentId, BlockSet.of(0)));
  }

  void stop() {
    server.disposeNow();
  }

  void startAgain() {
    server = listen(server.port());
  }

  /** As after the loss of all state. */
  void forgetEverything() {
    knowsHost = false;
    manifests.clear();
    publications.clear();
    held.clear();
  }

  /** Says from now on that nobody is to serve {@code content}. */
  void recall(ContentId content) {
    recalled = new Recall(content, 1);
  }

  private @Nullable Long recalledAt() {
    Recall last = recalled;
    return last == null ? null : last.at();
  }

  private Recalls recalls() {
    return new Recalls(Stream.ofNullable(recalled).toList());
  }

  private Mono<Void> register(HttpServerRequest request, HttpServerResponse response) {
    return body(request, Registration.class).flatMap(registration -> {
      registrations.add(registration);
      knowsHost = true;
      return json(
          response.status(201),
          new Registered(registration.hostId(), null, true, 30, 1, HOST_TOKEN, true));
    });
  }

  private Mono<Void> announce(HttpServerRequest request, HttpServerResponse response) {
    return body(request, Announce.class)
        .flatMap(announce -> knowsHost
            ? json(
                response,
                new AnnounceReply(
                        30,
                        1,
                        true,
                        announce.contents().stream().map(this::answer).toList())
                    .recalledAt(recalledAt()))
            : response.status(404).send());
  }

  private ContentHosts answer(AnnouncedContent content) {
    return report(content)
        ? new ContentHosts(
            content.contentId(), content.want() == null ? List.of() : List.copyOf(hosts), null)
        : new ContentHosts(content.contentId(), List.of(), ContentHosts.UNKNOWN_CONTENT);
  }

  private boolean report(AnnouncedContent content) {
    BlockSet completed = content.completed();
    if (!manifests.containsKey(content.contentId())) {
      return false;
    }
    if (content.full() && completed != null) {
      held.put(content.contentId(), completed);
    }
    return true;
  }

  private Mono<Void> manifest(HttpServerRequest request, HttpServerResponse response) {
    return body(request, Manifest.class).flatMap(manifest -> {
      manifests.put(manifest.contentId(), manifest);
      return response.status(204).send();
    });
  }

  private Mono<Void> bind(HttpServerRequest request, HttpServerResponse response) {
    operatorTokens.add(String.valueOf(request.requestHeaders().get("Authorization")));
    return body(request, Publication.class).flatMap(publication -> {
      if (!manifests.containsKey(publication.contentId())) {
        return response.status(404).send();
      }
      publications.put(publication.url().url(), publication);
      return response.status(200).send();
    });
  }

  private Mono<Void> withdraw(HttpServerRequest request, HttpServerResponse response) {
    String query = java.net.URLDecoder.decode(request.uri(), UTF_8);
    publications
        .values()
        .removeIf(each -> query.contains("url=" + each.url().url() + "&")
            && query.contains("contentId=" + each.contentId()));
    return response.status(204).send();
  }

  private static <T> Mono<T> body(HttpServerRequest request, Class<T> type) {
    return request
        .receive()
        .aggregate()
        .asByteArray()
        .map(bytes -> WireFormat.json().readValue(bytes, type));
  }

  private static Mono<Void> json(HttpServerResponse response, Object value) {
    return response
        .header("Content-Type", "application/json")
        .sendString(Mono.just(WireFormat.json().writeValueAsString(value)))
        .then();
  }

  @Override
  public void close() {
    server.disposeNow();
  }
}
