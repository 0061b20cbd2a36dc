package org.p2pd.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.HostQueryReply;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.protocol.tracker.catalogue.Authorities;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.transport.wire.WireFormat;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** The calls of WIRE §2 that a cache makes, answered from memory; remembers what it was told. */
final class TrackerStub implements AutoCloseable {
  final List<Registration> registrations = new CopyOnWriteArrayList<>();
  final Map<ContentId, BlockSet> announced = new ConcurrentHashMap<>();
  final List<HostEntry> hosts = new CopyOnWriteArrayList<>();

  final List<TestFilm> films;

  /** Questions for what a name is bound to. */
  final AtomicInteger resolved = new AtomicInteger();

  /** Pages of an authority's films that were asked for. */
  final AtomicInteger cataloguePages = new AtomicInteger();

  /** Not the shared ones, which end with the first cache of this process that is closed. */
  private final LoopResources eventLoops = LoopResources.create("tracker-stub", 1, true);

  private DisposableServer server;

  TrackerStub(TestFilm... films) {
    this.films = new CopyOnWriteArrayList<>(films);
    this.server = start(0);
  }

  private DisposableServer start(int port) {
    return HttpServer.create()
        .runOn(eventLoops)
        .host("127.0.0.1")
        .port(port)
        .route(routes -> routes
            .post("/v1/hosts", this::register)
            .delete(
                "/v1/hosts/{id}", (request, response) -> response.status(204).send())
            .post("/v1/announce", this::announce)
            .get("/v1/authorities", (request, response) -> json(response, 200, authorities()))
            .get("/v1/publications", this::publications)
            .get("/v1/contents/{id}", this::manifest)
            .get(
                "/v1/contents/{id}/hosts",
                (request, response) -> json(response, 200, new HostQueryReply(hosts)))
            .put(
                "/v1/contents/{id}", (request, response) -> response.status(204).send()))
        .bindNow();
  }

  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  void stop() {
    server.disposeNow();
  }

  void restart() {
    server = start(server.port());
  }

  private Authorities authorities() {
    return new Authorities(
        films.stream().map(film -> film.name().authority()).distinct().toList());
  }

  private Publisher<Void> register(HttpServerRequest request, HttpServerResponse response) {
    return body(request, Registration.class).flatMap(registration -> {
      registrations.add(registration);
      Registered answer = new Registered(
          registration.hostId(),
          "http://127.0.0.1:" + registration.port(),
          true,
          30,
          2,
          "token",
          true);
      return Mono.from(json(response, 201, answer));
    });
  }

  private Publisher<Void> announce(HttpServerRequest request, HttpServerResponse response) {
    return body(request, Announce.class).flatMap(announce -> {
      announce.contents().forEach(this::note);
      List<ContentHosts> answers = announce.contents().stream()
          .filter(each -> each.want() != null && !each.want().isEmpty())
          .map(each -> new ContentHosts(each.contentId(), hosts, null))
          .toList();
      return Mono.from(json(response, 200, new AnnounceReply(30, 2, true, answers)));
    });
  }

  private void note(AnnouncedContent content) {
    BlockSet completed = orEmpty(content.completed());
    announced.merge(
        content.contentId(),
        completed,
        (before, now) ->
            content.full() ? now : before.union(now).minus(orEmpty(content.dropped())));
  }

  private static BlockSet orEmpty(@Nullable BlockSet blocks) {
    return blocks == null ? BlockSet.empty() : blocks;
  }

  private Publisher<Void> publications(HttpServerRequest request, HttpServerResponse response) {
    Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
    if (!query.containsKey("url")) {
      cataloguePages.incrementAndGet();
      String authority = query.getOrDefault("authority", List.of("")).get(0);
      return json(
          response,
          200,
          new Catalogue(
              films.stream()
                  .filter(film -> film.name().authority().equals(authority))
                  .map(TestFilm::publication)
                  .toList(),
              null));
    }
    resolved.incrementAndGet();
    String url = query.get("url").get(0);
    return films.stream()
        .filter(film -> film.name().url().equals(url))
        .findFirst()
        .map(film -> json(response, 200, film.publication()))
        .orElseGet(() -> json(response, 404, Map.of()));
  }

  private Publisher<Void> manifest(HttpServerRequest request, HttpServerResponse response) {
    String id = request.param("id");
    return films.stream()
        .filter(film -> film.manifest().contentId().hex().equals(id))
        .findFirst()
        .map(film -> json(response, 200, film.manifest()))
        .orElseGet(() -> json(response, 404, Map.of()));
  }

  private static <T> Mono<T> body(HttpServerRequest request, Class<T> type) {
    return request
        .receive()
        .aggregate()
        .asString(UTF_8)
        .map(text -> WireFormat.json().readValue(text, type));
  }

  private static Publisher<Void> json(HttpServerResponse response, int status, Object body) {
    return response
        .status(status)
        .header("Content-Type", "application/json")
        .sendString(Mono.just(WireFormat.json().writeValueAsString(body)));
  }

  @Override
  public void close() {
    server.disposeNow();
    eventLoops.dispose();
  }
}
