package org.p2pd.transport.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.Complaint;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.p2pd.transport.wire.WireFormat;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

class ITComplaints {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final HostId LIAR = new HostId("0f".repeat(16));
  private static final ContentId FILM = new ContentId("0a".repeat(32));
  private static final ContentId FOUND_ELSEWHERE = new ContentId("0b".repeat(32));

  private final List<ContentId> complainedOf = new CopyOnWriteArrayList<>();
  private DisposableServer tracker;
  private TrackerSession session;

  @BeforeEach
  void start() {
    tracker = HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes
            .post(
                "/v1/hosts",
                (request, response) ->
                    json(response, new Registered(LIAR, null, false, 30, 1, "token", false)))
            .post(
                "/v1/announce",
                (request, response) -> json(response, new AnnounceReply(30, 1, false, List.of())))
            .post(
                "/v1/complaints",
                (request, response) -> request
                    .receive()
                    .aggregate()
                    .asString(UTF_8)
                    .map(text -> WireFormat.json().readValue(text, Complaint.class))
                    .doOnNext(complaint -> complainedOf.add(complaint.contentId()))
                    .then(response.status(202).send())))
        .bindNow();
    session = new TrackerSession(
        new TrackerClient(
            new Dialer(new DialPolicy(List.of())),
            List.of(URI.create("http://127.0.0.1:" + tracker.port()))),
        () -> NodeProfile.agent(0, null),
        new OneFilm(),
        new TrafficCounters(),
        new Random(1));
    session.start();
    await().atMost(LONG).until(() -> session.registration().isPresent());
  }

  @AfterEach
  void stop() {
    session.close();
    tracker.disposeNow();
  }

  @Test
  void complain_ofAFilmThatIsNotAnnounced_isNotSaid() {
    session.complain(LIAR, FOUND_ELSEWHERE, 0, "digest mismatch").block(LONG);
    session.complain(LIAR, FILM, 0, "digest mismatch").block(LONG);

    assertThat(complainedOf).containsExactly(FILM);
  }

  private static Mono<Void> json(HttpServerResponse response, Object body) {
    return response
        .header("Content-Type", "application/json")
        .sendString(Mono.just(WireFormat.json().writeValueAsString(body)))
        .then();
  }

  /** Announces nothing but the one. */
  private static final class OneFilm implements Holdings {
    @Override
    public List<ContentId> contents() {
      return List.of();
    }

    @Override
    public BlockSet held(ContentId id) {
      return BlockSet.empty();
    }

    @Override
    public boolean isAnnounced(ContentId id) {
      return id.equals(FILM);
    }

    @Override
    public Optional<Manifest> manifest(ContentId id) {
      return Optional.empty();
    }
  }
}
