package org.p2pd.tracker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Complaint;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.TrackerUnderTest.Answer;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.tracker.swarm.ContentKeys;

/** What needs a network of its own: outages, ended leases, caches that fetch for everyone near. */
@NullUnmarked
class ITTrackerAlone {
  private static final Duration SOON = Duration.ofSeconds(60);

  private RedisServer redis;
  private TrackerUnderTest tracker;

  @BeforeEach
  void start() {
    redis = RedisServer.start();
    tracker = TrackerUnderTest.start(redis);
  }

  @AfterEach
  void stop() {
    tracker.close();
    redis.close();
  }

  @Test
  void redisDies_answers503AndRecoversEmpty() {
    Registered origin = tracker.origin();
    Manifest manifest = tracker.manifest(4);
    ContentId film = tracker.put(manifest);
    tracker.holds(origin, film, "*");

    redis.stop();

    await().atMost(SOON).until(() -> tracker.get("/v1/stats").status() == 503);
    Answer answer = tracker.announce(origin).is(503);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("Redis");
    tracker
        .send("GET", tracker.management("/actuator/health/liveness").toString(), null, null)
        .is(200);
    tracker
        .send("GET", tracker.management("/actuator/health/readiness").toString(), null, null)
        .is(503);
    tracker.get("/").is(200);

    redis.restart();

    await().atMost(SOON).until(() -> tracker.get("/v1/stats").status() == 200);
    tracker.announce(origin).is(404);
    Registered again = tracker.register(HostRole.ORIGIN, 7080, PUBLISH_TOKEN);
    assertThat(tracker.holds(again, film, "*").contents().get(0).error())
        .isEqualTo(ContentHosts.UNKNOWN_CONTENT);
    tracker.put(manifest);
    assertThat(tracker.holds(again, film, "*").contents()).isEmpty();
    assertThat(tracker.handout(tracker.register(HostRole.AGENT, 0, null), film, "*"))
        .extracting(HostEntry::hostId)
        .containsExactly(again.hostId());
  }

  @Test
  void redisIsDownAtStart_startsAndComesUpWithIt() {
    redis.stop();
    try (TrackerUnderTest early = TrackerUnderTest.start(redis)) {
      early.get("/v1/stats").is(503);
      early
          .send("GET", early.management("/actuator/health/readiness").toString(), null, null)
          .is(503);

      redis.restart();

      await().atMost(SOON).until(() -> early.get("/v1/stats").status() == 200);
    }
  }

  @Test
  void leaseEnds_hostVanishesFromSwarmAndNumbers() {
    Registered origin = tracker.origin();
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    ContentId film = tracker.content(4);
    tracker.holds(origin, film, "*");
    String complete = "p2pd:{" + film + "}:complete";
    assertThat(tracker.handout(viewer, film, "*")).hasSize(1);

    endLease(origin);

    // Whoever was entered within the same second as it is met dead is taken out at the next
    // meeting.
    await().atMost(SOON).untilAsserted(() -> {
      assertThat(tracker.handout(viewer, film, "*")).isEmpty();
      assertThat(holders(complete)).isZero();
    });
    tracker.announce(origin).is(404);
  }

  @Test
  void holderComesToAContentOfHalfAnHour_itsManifestLivesOnAndIsListedAgain() {
    Redis here = tracker.bean(Redis.class);
    ContentId film = tracker.content(4);
    byte[] entry = film.hex().getBytes(US_ASCII);
    here.call(r -> r.expire(manifestOf(film), Duration.ofMinutes(29))).block(SOON);
    here.call(r -> r.opsForZSet().remove(ContentKeys.LIVE, entry)).block(SOON);

    tracker.holds(tracker.origin(), film, "*");

    assertThat(here.call(r -> r.getExpire(manifestOf(film))).block(SOON))
        .isGreaterThan(Duration.ofMinutes(59));
    await()
        .atMost(SOON)
        .until(() ->
            here.call(r -> r.opsForZSet().score(ContentKeys.LIVE, entry)).block(SOON) != null);
  }

  private static String manifestOf(ContentId content) {
    return new ContentKeys(content).manifest();
  }

  @Test
  void cacheThatFetchesForAsker_isNamedThoughItHoldsNothing() {
    ContentId film = tracker.content(4);
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    Registered near = tracker.register(
        tracker.registration(HostRole.CACHE, 7090, List.of("127.0.0.0/8", "::1")), PUBLISH_TOKEN);
    tracker.register(
        tracker.registration(HostRole.CACHE, 7091, List.of("10.0.0.0/8")), PUBLISH_TOKEN);

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(tracker.handout(viewer, film, "0-3"))
            .singleElement()
            .satisfies(entry -> {
              assertThat(entry.hostId()).isEqualTo(near.hostId());
              assertThat(entry.fetches()).isTrue();
              assertThat(entry.blocks()).isEqualTo(BlockSet.empty());
            }));
  }

  @Test
  void forwardedAddress_countsOnlyFromProxies() {
    try (TrackerUnderTest behindProxy =
        TrackerUnderTest.start(redis, "--p2pd.tracker.proxies=127.0.0.0/8,10.9.0.0/16")) {
      assertThat(url(tracker, "192.0.2.7")).startsWith("http://127.0.0.1:");
      assertThat(url(behindProxy, "192.0.2.7")).isEqualTo("http://192.0.2.7:5000");
      assertThat(url(behindProxy, "192.0.2.66, 198.51.100.4, 10.9.1.1"))
          .isEqualTo("http://198.51.100.4:5000");
      assertThat(url(behindProxy, "2001:db8::1")).isEqualTo("http://[2001:db8:0:0:0:0:0:1]:5000");
      behindProxy
          .send(
              "POST",
              "/v1/hosts",
              behindProxy.registration(HostRole.AGENT, 5000, null),
              null,
              "X-Forwarded-For",
              "nonsense")
          .is(400);
    }
  }

  @Test
  void addressThatAsksTooMuch_isToldToWaitAndOthersAreServed() {
    try (TrackerUnderTest limited = TrackerUnderTest.start(
        redis, "--p2pd.tracker.proxies=127.0.0.0/8", "--p2pd.tracker.rate-per-address=5")) {
      assertThat(url(limited, "192.0.2.7")).isEqualTo("http://192.0.2.7:5000");

      Answer refused = register(limited, "192.0.2.7", null).is(429);

      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 10);
      assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(refused.body()).contains("192.0.2.7");
      register(limited, "192.0.2.8", null).is(201);
      register(limited, "192.0.2.7", PUBLISH_TOKEN).is(201);
      register(limited, "2001:db8::1", null).is(201);
      register(limited, "2001:db8::2", null).is(429);
    }
  }

  private static Answer register(TrackerUnderTest to, String forwardedFor, String token) {
    return to.send(
        "POST",
        "/v1/hosts",
        to.registration(HostRole.AGENT, 5000, null),
        token,
        "X-Forwarded-For",
        forwardedFor);
  }

  @Test
  void complaints_countFromTheThirdForeignPrefixOn() {
    try (TrackerUnderTest behindProxy =
        TrackerUnderTest.start(redis, "--p2pd.tracker.proxies=127.0.0.0/8")) {
      Registered accused = register(behindProxy, "192.0.2.7", null).as(Registered.class);
      Registered accuser = register(behindProxy, "192.0.2.66", null).as(Registered.class);
      Complaint complaint = new Complaint(
          accuser.hostId(), accused.hostId(), behindProxy.content(4), 1, "digest differs");
      for (String from : List.of("192.0.2.66", "198.51.100.1", "198.51.100.2", "203.0.113.1")) {
        behindProxy
            .send("POST", "/v1/complaints", complaint, accuser.token(), "X-Forwarded-For", from)
            .is(202);
      }

      assertThat(complaints("p2pd:host:{" + accused.hostId() + "}:complaints"))
          .as("its own prefix does not count, another counts once")
          .isEqualTo(2);
    }
  }

  private static String url(TrackerUnderTest to, String forwardedFor) {
    return String.valueOf(
        register(to, forwardedFor, null).is(201).as(Registered.class).url());
  }

  /** What the passing of thirty seconds does. */
  private void endLease(Registered host) {
    tracker
        .bean(Redis.class)
        .call(r -> r.delete("p2pd:host:{" + host.hostId() + "}"))
        .block(SOON);
  }

  private Long complaints(String key) {
    return tracker.bean(Redis.class).call(r -> r.opsForZSet().size(key)).block(SOON);
  }

  private Long holders(String key) {
    return tracker.bean(Redis.class).call(r -> r.opsForHash().size(key)).block(SOON);
  }
}
