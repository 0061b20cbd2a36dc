package org.p2pd.transport.fetch.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.testkit.http.FaultProxy;
import org.p2pd.testkit.http.Faults;
import org.p2pd.transport.dial.Cidr;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.fetch.FakeHost;
import org.p2pd.transport.fetch.FakeHost.Manners;
import org.p2pd.transport.probe.HostProbe;
import org.p2pd.transport.schedule.source.Source;
import org.p2pd.transport.tracker.NoHoldings;
import org.p2pd.transport.tracker.NodeProfile;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.p2pd.transport.wire.WireFormat;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/** Where sources come from while a tracker is there, and when it is not. */
class ITTrackedSwarm {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final byte[] film = TestBytes.random(100_000, 3);
  private final FakeHost peer = FakeHost.peer(film, Manners.HONEST);
  private final AtomicInteger announces = new AtomicInteger();
  private final Manifest manifest = new Manifest(
      new BlockLayout(film.length, 1 << 17), Digest.of(film).toRaw(), Digest.of(film), "video/mp4");
  private final List<Long> registeredNanos = new CopyOnWriteArrayList<>();
  private volatile boolean namesThePeer = true;
  private volatile boolean sendsDocuments = true;
  private volatile int status = 200;
  private DisposableServer tracker;
  private FaultProxy way;
  private TrackerSession session;
  private TrackedSwarm swarm;

  @BeforeEach
  void start() {
    tracker = tracker();
    way = FaultProxy.before("127.0.0.1", tracker.port());
    Dialer dialer = new Dialer(new DialPolicy(List.of(Cidr.parse("127.0.0.0/8"))));
    TrackerClient client = new TrackerClient(dialer, List.of(URI.create(way.url())));
    session = new TrackerSession(
        client,
        () -> NodeProfile.agent(0, null),
        new NoHoldings(),
        new TrafficCounters(),
        new Random(1));
    session.start();
    swarm = new TrackedSwarm(session, session::ask, new HostProbe(dialer), List::of, true);
  }

  @AfterEach
  void stop() {
    session.close();
    way.close();
    tracker.disposeNow();
    peer.close();
  }

  @Test
  void find_trackerGone_hostsItNamedAreAskedThemselves_andTheTrackerAgainWhenItIsBack() {
    assertThat(find(null)).extracting(Source::url).containsExactly(peer.source().url());
    way.set(Faults.none().withRefuse());
    way.cutAll();

    List<Source> found = find(null);

    assertThat(found).extracting(Source::url).containsExactly(peer.source().url());
    assertThat(found.get(0).blocks()).isEqualTo(BlockSet.everything());
    assertThat(peer.haveAsked).hasValue(1);

    way.heal();
    int before = announces.get();
    await().atMost(LONG).until(() -> session.status().connected() && announces.get() > before);
    find(null);
    assertThat(peer.haveAsked).hasValue(1);
  }

  @Test
  void find_nobodyIsNamed_filmIsHadFromItsOwnName() {
    namesThePeer = false;

    List<Source> found = find(publication());

    assertThat(found).hasSize(1);
    assertThat(found.get(0).plain()).isTrue();
    assertThat(found.get(0).url()).isEqualTo(peer.source().url() + "/film.mp4");
  }

  @Test
  void ownOrigin_filmOfAName_isWhereItsNameLeads() {
    List<Source> origin = swarm
        .ownOrigin(new FetchTarget(manifest, publication()))
        .blockOptional(LONG)
        .orElseThrow();

    assertThat(origin).extracting(Source::role).containsExactly(HostRole.ORIGIN);
  }

  @Test
  void ask_trackerAnswersWithoutADocument_isNotLeftWithoutAnAnswer() {
    await().atMost(LONG).until(() -> session.status().connected());
    sendsDocuments = false;

    assertThatThrownBy(
            () -> session.ask(manifest.contentId(), BlockSet.first(1)).block(LONG))
        .hasMessageContaining("/v1/announce")
        .hasMessageContaining("empty");
  }

  @Test
  void register_trackerAnswersWithARedirectOnly_isTriedAfterAPauseEachTime() {
    await().atMost(LONG).until(() -> session.status().connected());
    sendsDocuments = false;
    status = 308;
    session.leave();
    registeredNanos.clear();

    session.start();

    await().atMost(LONG).until(() -> registeredNanos.size() >= 3);
    long twoPauses = registeredNanos.get(2) - registeredNanos.get(0);
    assertThat(Duration.ofNanos(twoPauses)).isGreaterThan(Duration.ofMillis(1_400));
    assertThat(session.status().explanation()).contains("308");
  }

  private List<Source> find(@Nullable Publication publication) {
    return swarm
        .find(new FetchTarget(manifest, publication), BlockSet.first(1))
        .blockOptional(LONG)
        .orElseThrow();
  }

  private Publication publication() {
    return new Publication(
        ContentName.parse(peer.source().url() + "/film.mp4"),
        manifest.contentId(),
        film.length,
        1 << 17,
        Digest.of(film),
        "video/mp4",
        1_000,
        1,
        Long.MAX_VALUE,
        true,
        List.of(),
        null,
        null);
  }

  private DisposableServer tracker() {
    return HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes
            .post("/v1/hosts", (request, response) -> {
              registeredNanos.add(System.nanoTime());
              return json(response, registered());
            })
            .post("/v1/announce", (request, response) -> {
              announces.incrementAndGet();
              return json(response, reply());
            }))
        .bindNow();
  }

  private static Registered registered() {
    return new Registered(new HostId("0f".repeat(16)), null, false, 30, 1, "token", false);
  }

  private AnnounceReply reply() {
    HostEntry entry = new HostEntry(
        HostId.random(new Random(2)),
        peer.source().url(),
        HostRole.AGENT,
        null,
        false,
        false,
        false,
        BlockSet.everything(),
        0);
    return new AnnounceReply(
        30,
        1,
        false,
        List.of(new ContentHosts(
            manifest.contentId(), namesThePeer ? List.of(entry) : List.of(), null)));
  }

  private Mono<Void> json(HttpServerResponse response, Object body) {
    if (!sendsDocuments) {
      return response.status(status).send();
    }
    return response
        .header("Content-Type", "application/json")
        .sendString(Mono.just(WireFormat.json().writeValueAsString(body)))
        .then();
  }
}
