package org.p2pd.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;
import static org.p2pd.tracker.TrackerUnderTest.encoded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.publication.PublisherKey;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.protocol.tracker.catalogue.Authorities;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.protocol.tracker.catalogue.Recalls;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.testkit.http.FaultProxy;
import org.p2pd.testkit.http.Faults;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.TrackerUnderTest.Answer;
import org.p2pd.transport.wire.WireFormat;

/** A site's tracker before the provider's, each with a Redis of its own. */
@NullUnmarked
class ITSiteTracker {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String URL = "http://films.example/lectures/one.mp4";

  private RedisServer providersRedis;
  private RedisServer sitesRedis;
  private TrackerUnderTest provider;
  private FaultProxy between;
  private TrackerUnderTest site;

  @BeforeEach
  void start() {
    providersRedis = RedisServer.start();
    sitesRedis = RedisServer.start();
    provider = TrackerUnderTest.start(providersRedis);
    between = FaultProxy.before("127.0.0.1", provider.port());
    site = TrackerUnderTest.start(sitesRedis, "--p2pd.tracker.upstream=" + between.url());
  }

  @AfterEach
  void stop() {
    site.close();
    between.close();
    provider.close();
    sitesRedis.close();
    providersRedis.close();
  }

  @Test
  void publicationsComeFromUpstream_hostsStayHere() {
    ContentId film = published();
    Registered foreign = provider.origin();
    provider.holds(foreign, film, "*");

    assertThat(resolve().contentId()).isEqualTo(film);
    assertThat(site.get("/v1/contents/" + film).is(200).as(Manifest.class).contentId())
        .isEqualTo(film);
    assertThat(site.get("/v1/publications?q=lectures&limit=1").is(200).as(Catalogue.class))
        .isEqualTo(provider.get("/v1/publications?q=lectures&limit=1").is(200).as(Catalogue.class));
    assertThat(authorities()).containsExactly("films.example");
    Registered cache = site.register(HostRole.CACHE, 7090, PUBLISH_TOKEN);
    site.holds(cache, film, "0-1");
    assertThat(site.handout(site.register(HostRole.AGENT, 0, null), film, "*"))
        .as("the cache is the operator's host here; nobody of upstream is named")
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.hostId()).isEqualTo(cache.hostId());
          assertThat(entry.operator()).isTrue();
        });
    assertThat(provider.get("/v1/stats").as(TrackerStats.class).hosts())
        .isEqualTo(new TrackerStats.HostCounts(1, 0, 0));
  }

  @Test
  void upstreamIsGone_whatWasKeptHoldsOn() {
    ContentId film = published();
    resolve();
    site.get("/v1/contents/" + film).is(200);

    between.set(Faults.none().withRefuse());
    between.cutAll();

    assertThat(resolve().contentId()).isEqualTo(film);
    try (TrackerUnderTest replica =
        TrackerUnderTest.start(sitesRedis, "--p2pd.tracker.upstream=" + between.url())) {
      assertThat(replica.get("/v1/publications?url=" + encoded(URL)).is(200).as(Publication.class))
          .as("a replica that never heard upstream")
          .isEqualTo(resolve());
      assertThat(replica.get("/v1/authorities").is(200).as(Authorities.class).authorities())
          .containsExactly("films.example");
      assertThat(
              replica.get("/v1/publications?q=one").is(200).as(Catalogue.class).publications())
          .hasSize(1);
      replica.get("/v1/contents/" + film).is(200);
    }
    Registered cache = site.register(HostRole.CACHE, 7090, PUBLISH_TOKEN);
    assertThat(site.holds(cache, film, "*").contents()).isEmpty();
  }

  @Test
  void upstreamHangs_answersWithWhatIsKept() {
    ContentId film = published();
    resolve();
    between.set(Faults.none().withStallAfter(0));

    try (TrackerUnderTest replica =
        TrackerUnderTest.start(sitesRedis, "--p2pd.tracker.upstream=" + between.url())) {
      assertThat(replica.get("/v1/publications?url=" + encoded(URL)).is(200).as(Publication.class))
          .extracting(Publication::contentId)
          .isEqualTo(film);
    }
  }

  @Test
  void contentRecalledUpstream_isRecalledHere() {
    ContentId film = published();
    resolve();
    site.get("/v1/contents/" + film).is(200);

    provider
        .send(
            "DELETE",
            "/v1/publications?url=" + encoded(URL) + "&contentId=" + film + "&recall=true",
            null,
            PUBLISH_TOKEN)
        .is(204);

    await()
        .atMost(SOON)
        .until(() -> site.get("/v1/recalls?since=0").is(200).as(Recalls.class).recalls().stream()
            .anyMatch(recall -> recall.contentId().equals(film)));
    Registered cache = site.register(HostRole.CACHE, 7090, PUBLISH_TOKEN);
    assertThat(site.holds(cache, film, "*").recalledAt()).isPositive();
  }

  @Test
  void unknownUpstream_is404() {
    assertThat(site.get("/v1/publications?url=" + encoded(URL)).is(404).body()).contains(URL);
    site.get("/v1/contents/" + "0".repeat(64)).is(404);
  }

  @Test
  void publishingHere_isRefusedWithAWord() {
    ContentId film = published();
    Publication stated = TrackerUnderTest.publication(URL, film, 4, 9, true);

    Answer refused = site.send("PUT", "/v1/publications", stated, PUBLISH_TOKEN).is(403);

    assertThat(refused.body()).contains("P2PD_TRACKER_UPSTREAM");
    site.send("PUT", "/v1/contents/" + film, site.manifest(4), PUBLISH_TOKEN).is(403);
    site.send(
            "DELETE",
            "/v1/publications?url=" + encoded(URL) + "&contentId=" + film,
            null,
            PUBLISH_TOKEN)
        .is(403);
  }

  @Test
  void sitesRedisComesBackEmpty_contentsAreFetchedAgainWhenAnnounced() {
    ContentId film = published();
    resolve();
    sitesRedis.restart();
    await().atMost(SOON).until(() -> site.get("/v1/stats").status() == 200);
    Registered cache = site.register(HostRole.CACHE, 7090, PUBLISH_TOKEN);

    assertThat(site.holds(cache, film, "*").contents().get(0).error())
        .isEqualTo(ContentHosts.UNKNOWN_CONTENT);

    await().atMost(SOON).until(() -> site.holds(cache, film, "*").contents().isEmpty());
    assertThat(site.handout(site.register(HostRole.AGENT, 0, null), film, "*"))
        .extracting(HostEntry::hostId)
        .containsExactly(cache.hostId());
  }

  @Test
  void auto_asksTheTrackerThatTheAuthorityNames_andBelievesItsKeyOnly() throws IOException {
    PublisherKey key = PublisherKey.ofSeed(new byte[32]);
    byte[] other = new byte[32];
    other[0] = 1;
    HttpServer origin =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 16);
    String authority = "127.0.0.1:" + origin.getAddress().getPort();
    origin.createContext(
        "/.well-known/p2pd",
        exchange -> answer(exchange, discovery("http://127.0.0.1:" + provider.port(), key)));
    origin.start();
    String mine = "http://" + authority + "/mine.mp4";
    String forged = "http://" + authority + "/forged.mp4";
    ContentId film = provider.content(4);
    provider
        .send("PUT", "/v1/publications", key.sign(stated(mine, film)), PUBLISH_TOKEN)
        .is(200);
    provider
        .send(
            "PUT",
            "/v1/publications",
            PublisherKey.ofSeed(other).sign(stated(forged, film)),
            PUBLISH_TOKEN)
        .is(200);
    try (TrackerUnderTest auto =
        TrackerUnderTest.start(sitesRedis, "--p2pd.tracker.upstream=auto")) {

      assertThat(auto.get("/v1/publications?url=" + encoded(mine)).is(200).as(Publication.class))
          .extracting(Publication::contentId)
          .isEqualTo(film);
      auto.get("/v1/contents/" + film).is(200);
      auto.get("/v1/publications?url=" + encoded(forged)).is(503);
      assertThat(auto.get("/v1/authorities").is(200).as(Authorities.class).authorities())
          .containsExactly(authority);
    } finally {
      origin.stop(0);
    }
  }

  @Test
  void auto_dialsNothingNearerThanWhoAsks() throws IOException {
    HttpServer closedToOthers =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 16);
    List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
    closedToOthers.createContext("/", exchange -> {
      asked.add(exchange.getRequestURI().getPath());
      answer(exchange, "{}");
    });
    closedToOthers.start();
    String url = encoded("http://127.0.0.1:" + closedToOthers.getAddress().getPort() + "/film.mp4");
    try (TrackerUnderTest auto = TrackerUnderTest.start(
        sitesRedis, "--p2pd.tracker.upstream=auto", "--p2pd.tracker.proxies=127.0.0.0/8")) {

      auto.send("GET", "/v1/publications?url=" + url, null, null, "X-Forwarded-For", "192.0.2.7")
          .is(404);

      assertThat(asked).isEmpty();
      auto.get("/v1/publications?url=" + url).is(404);
      assertThat(asked).containsExactly("/.well-known/p2pd");
    } finally {
      closedToOthers.stop(0);
    }
  }

  private static Publication stated(String url, ContentId film) {
    return TrackerUnderTest.publication(url, film, 4, 1, true);
  }

  private static String discovery(String tracker, PublisherKey key) {
    return WireFormat.json()
        .writeValueAsString(java.util.Map.of(
            "trackers", List.of(tracker), "publisherKeys", List.of(key.publicKeyBase64())));
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private ContentId published() {
    ContentId film = provider.content(4);
    provider.publish(URL, film, 4, 1, true).is(200);
    return film;
  }

  private Publication resolve() {
    return site.get("/v1/publications?url=" + encoded(URL)).is(200).as(Publication.class);
  }

  private List<String> authorities() {
    return site.get("/v1/authorities").is(200).as(Authorities.class).authorities();
  }
}
