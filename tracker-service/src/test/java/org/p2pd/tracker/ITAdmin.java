package org.p2pd.tracker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;
import static org.p2pd.tracker.TrackerUnderTest.encoded;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Complaint;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.TrackerUnderTest.Answer;
import org.p2pd.tracker.redis.Redis;
import org.p2pd.transport.wire.WireFormat;
import org.springframework.data.domain.Range;
import tools.jackson.databind.JsonNode;

/** The operator's port: everybody there may look, he alone may change. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@NullUnmarked
class ITAdmin implements AdminSavings {
  private static final Duration SOON = Duration.ofSeconds(60);

  private RedisServer redis;
  private TrackerUnderTest tracker;

  @BeforeAll
  void start() {
    redis = RedisServer.start();
    tracker = TrackerUnderTest.start(redis, "--p2pd.tracker.proxies=127.0.0.0/8");
  }

  @AfterAll
  void stop() {
    tracker.close();
    redis.close();
  }

  @Test
  void hosts_areListedByRoleAndShownOne() {
    Registered cache = tracker.register(HostRole.CACHE, 7090, PUBLISH_TOKEN);
    tracker.register(HostRole.CACHE, 7091, PUBLISH_TOKEN);

    JsonNode page = json("/actuator/hosts?role=cache&limit=1");
    assertThat(page.at("/counts/cache").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(page.at("/hosts").size()).isEqualTo(1);
    assertThat(json("/actuator/hosts?role=cache&offset=1&limit=1").at("/hosts/0/hostId"))
        .isNotEqualTo(page.at("/hosts/0/hostId"));
    JsonNode one = json("/actuator/hosts/" + cache.hostId());
    assertThat(one.at("/url").asString()).isEqualTo(cache.url());
    assertThat(one.at("/operator").asBoolean()).isTrue();
    assertThat(one.at("/address").asString()).isEqualTo("127.0.0.1");
    assertThat(manage("GET", "/actuator/hosts/" + "0".repeat(32), null, null)
            .is(404)
            .body())
        .contains("0".repeat(32));
    assertThat(manage("GET", "/actuator/hosts?limit=0", null, null).is(400).body())
        .contains("limit: 0");
    assertThat(manage("GET", "/actuator/hosts?role=king", null, null).is(400).body())
        .contains("king");
  }

  @Test
  void changes_needThePublishToken() {
    Registered origin = tracker.origin();
    String path = "/actuator/hosts/" + origin.hostId();

    assertThat(manage("DELETE", path, null, null).is(401).header("Content-Type"))
        .isEqualTo("application/problem+json");
    assertThat(manage("DELETE", path, null, origin.token()).is(401).body())
        .contains("P2PD_TRACKER_PUBLISH_TOKEN");
    manage("POST", "/actuator/hosts", "{\"network\":\"192.0.2.0/24\"}", null).is(401);
    manage("GET", path, null, null).is(200);
    manage("DELETE", path, null, PUBLISH_TOKEN).is(204);

    manage("GET", path, null, null).is(404);
    tracker.announce(origin).is(404);
  }

  /** Answers hung on this port while it lacked what the other one has; see RoutesInTurn in p2pd-transport. */
  @Test
  void quickRequestsOnOneConnection_areAllAnswered() {
    for (int i = 0; i < 500; i++) {
      manage("GET", "/actuator/hosts", null, null).is(200);
      manage("POST", "/actuator/hosts", "{\"network\":\"192.0.2.0/24\"}", null).is(401);
      manage("GET", "/actuator/nowhere", null, null).is(404);
    }
  }

  @Test
  void refusedNetwork_isTurnedAwayUntilTheBanIsLifted() {
    registerFrom("198.51.100.7").is(201);

    JsonNode ban = WireFormat.json()
        .readTree(manage(
                "POST",
                "/actuator/hosts",
                "{\"network\":\"198.51.100.0/24\",\"minutes\":5}",
                PUBLISH_TOKEN)
            .is(200)
            .body());

    assertThat(ban.at("/network").asString()).isEqualTo("198.51.100.0/24");
    assertThat(registerFrom("198.51.100.7").is(403).body()).contains("198.51.100.7", "until");
    registerFrom("198.51.101.7").is(201);
    assertThat(json("/actuator/hosts").at("/banned/0/network").asString())
        .isEqualTo("198.51.100.0/24");
    manage(
            "POST",
            "/actuator/hosts",
            "{\"network\":\"198.51.100.0/24\",\"minutes\":0}",
            PUBLISH_TOKEN)
        .is(204);
    registerFrom("198.51.100.7").is(201);
    assertThat(manage("POST", "/actuator/hosts", "{\"network\":\"moon\"}", PUBLISH_TOKEN)
            .is(400)
            .body())
        .contains("moon");
  }

  @Test
  void refusedHost_isTakenOffAndItsAddressTurnedAway_atEveryReplica() {
    Registered host = registerFrom("203.0.113.9").is(201).as(Registered.class);
    try (TrackerUnderTest replica =
        TrackerUnderTest.start(redis, "--p2pd.tracker.proxies=127.0.0.0/8")) {

      manage("POST", "/actuator/hosts", "{\"network\":\"" + host.hostId() + "\"}", PUBLISH_TOKEN)
          .is(200);

      manage("GET", "/actuator/hosts/" + host.hostId(), null, null).is(404);
      registerFrom("203.0.113.9").is(403);
      registerFrom("203.0.113.10").is(201);
      await().atMost(SOON).until(() -> register(replica, "203.0.113.9").status() == 403);
    }
  }

  @Test
  void swarms_showWhoHoldsHowMuchOfWhat() {
    ContentId film = tracker.content(128);
    Registered origin = tracker.origin();
    tracker.holds(origin, film, "*");
    for (String blocks : List.of("0-63", "0-63", "0-31", "70")) {
      tracker.holds(tracker.register(HostRole.AGENT, 0, null), film, blocks);
    }

    assertThat(json("/actuator/swarms?limit=1").at("/swarms/0/contentId").asString())
        .isEqualTo(film.hex());
    JsonNode swarm = json("/actuator/swarms/" + film);
    assertThat(swarm.at("/blocks").asInt()).isEqualTo(128);
    assertThat(swarm.at("/complete").asInt()).isEqualTo(1);
    assertThat(swarm.at("/partial").asInt()).isEqualTo(4);
    assertThat(swarm.at("/sampled").asInt()).isEqualTo(4);
    assertThat(swarm.at("/rarestBlock").asInt()).isEqualTo(64);
    assertThat(swarm.at("/rarestHolders").asInt()).isEqualTo(1);
    assertThat(swarm.at("/holders").size()).isEqualTo(64);
    assertThat(swarm.at("/holders/0").asInt()).isEqualTo(4);
    assertThat(swarm.at("/holders/16").asInt()).isEqualTo(3);
    assertThat(swarm.at("/holders/63").asInt()).isEqualTo(1);
    manage("GET", "/actuator/swarms/" + "0".repeat(64), null, null).is(404);
    manage("GET", "/actuator/swarms/moon", null, null).is(400);
  }

  @Test
  void publications_areListedShownAndWithdrawn() {
    ContentId film = tracker.content(4);
    String url = "http://admin.example/film.mp4";
    tracker.publish(url, film, 4, 1, true).is(200);
    String one = "/actuator/publications?url=" + encoded(url);

    assertThat(json("/actuator/publications?authority=admin.example").at("/publications/0/url"))
        .isEqualTo(json(one).at("/url"));
    manage("DELETE", one + "&contentId=" + film, null, null).is(401);
    manage("DELETE", one + "&contentId=" + film + "&recall=true", null, PUBLISH_TOKEN)
        .is(204);

    manage("GET", one, null, null).is(404);
    tracker.get("/v1/contents/" + film).is(404);
  }

  @Test
  void publicationWithdrawnHere_staysSo_howeverOftenItIsStated_untilItIsAllowedOrChanges() {
    ContentId film = tracker.content(4);
    ContentId changed = tracker.content(5);
    String url = "http://withdrawn-here.example/film.mp4";
    String one = "/actuator/publications?url=" + encoded(url);
    tracker.publish(url, film, 4, 1, true).is(200);
    manage("DELETE", one + "&contentId=" + film, null, PUBLISH_TOKEN).is(204);

    assertThat(tracker.publish(url, film, 4, 1, true).is(410).body())
        .contains(url, "did not withdraw");
    tracker.publish(url, film, 4, 2, true).is(410);
    tracker.get("/v1/publications?url=" + encoded(url)).is(404);

    manage("POST", "/actuator/publications", "{\"url\":\"" + url + "\"}", null).is(401);
    manage("POST", "/actuator/publications", "{\"url\":\"" + url + "\"}", PUBLISH_TOKEN)
        .is(204);
    tracker.publish(url, film, 4, 2, true).is(200);
    manage("DELETE", one + "&contentId=" + film, null, PUBLISH_TOKEN).is(204);
    tracker.publish(url, changed, 5, 3, true).is(200);
    tracker.publish(url, film, 4, 4, true).is(200);
  }

  @Test
  void prometheus_tellsWhatHappened() {
    ContentId film = tracker.content(4);
    Registered origin = tracker.origin();
    tracker.holds(origin, film, "*");
    tracker.handout(tracker.register(HostRole.AGENT, 0, null), film, "*");
    tracker.get("/v1/contents/XYZ").is(400);

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(
                manage("GET", "/actuator/prometheus", null, null).is(200).body())
            .containsPattern("p2pd_tracker_announces_total [1-9]")
            .containsPattern("p2pd_tracker_handouts_total\\{outcome=\"named\"} [1-9]")
            .containsPattern("p2pd_tracker_hosts_named_total\\{role=\"origin\"} [1-9]")
            .containsPattern("p2pd_tracker_registrations_total\\{role=\"agent\"} [1-9]")
            .containsPattern("p2pd_tracker_rejections_total\\{reason=\"malformed\"} [1-9]")
            .containsPattern("p2pd_network_hosts\\{role=\"origin\"} [1-9]")
            .containsPattern("p2pd_network_contents [1-9]")
            .containsPattern("lettuce_command_completion_seconds_count\\{command=\"EVALSHA\"")
            .containsPattern("http_server_requests_seconds_count\\{.*uri=\"/v1/announce\""));
  }

  @Test
  void agentThatStopsAnswering_isFoundOutByTheNextCallBack() {
    ContentId film = tracker.content(4);
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    Registered agent;
    try (FakeHost node = new FakeHost()) {
      agent = node.register(tracker);
      await().atMost(SOON).until(() -> tracker.holds(agent, film, "*").reachable());
      assertThat(tracker.handout(viewer, film, "*")).hasSize(1);
    }

    callBackNow(agent);

    await().atMost(SOON).until(() -> !tracker.holds(agent, film, "*").reachable());
    assertThat(json("/actuator/hosts/" + agent.hostId()).at("/reachable").asBoolean())
        .isFalse();
    await().atMost(SOON).until(() -> tracker.handout(viewer, film, "*").isEmpty());
  }

  @Test
  void complaints_countByPrefixAndAreForgotten() {
    Registered accused = registerFrom("192.0.2.77").is(201).as(Registered.class);
    Registered accuser = registerFrom("198.18.0.1").is(201).as(Registered.class);
    Complaint complaint =
        new Complaint(accuser.hostId(), accused.hostId(), tracker.content(4), 1, "digest differs");
    for (String from : List.of("198.18.0.1", "198.18.1.1", "198.18.2.1", "198.18.2.2")) {
      tracker
          .send("POST", "/v1/complaints", complaint, accuser.token(), "X-Forwarded-For", from)
          .is(202);
    }
    tracker.announce(accused).is(200);
    assertThat(json("/actuator/hosts/" + accused.hostId()).at("/complaints").asInt())
        .isEqualTo(3);

    passTenMinutes("p2pd:host:{" + accused.hostId() + "}:complaints");

    tracker.announce(accused).is(200);
    assertThat(json("/actuator/hosts/" + accused.hostId()).at("/complaints").asInt())
        .isZero();
  }

  /** What the passing of ten minutes does. */
  private void callBackNow(Registered host) {
    byte[] id = host.hostId().hex().getBytes(US_ASCII);
    tracker
        .bean(Redis.class)
        .call(r -> r.opsForZSet().add("p2pd:{hosts}:due", id, 0))
        .block(SOON);
  }

  private void passTenMinutes(String complaints) {
    tracker.bean(Redis.class).stream(r -> r.opsForZSet().range(complaints, Range.closed(0L, -1L)))
        .flatMap(prefix -> tracker
            .bean(Redis.class)
            .call(r -> r.opsForZSet().incrementScore(complaints, prefix, -600_001)))
        .blockLast(SOON);
  }

  @Override
  public JsonNode json(String path) {
    return tracker.managed(path);
  }

  @Override
  public Answer manage(String method, String path, String body, String token) {
    return tracker.send(method, tracker.management(path).toString(), body, token);
  }

  @Override
  public Answer registerFrom(String address) {
    return register(tracker, address);
  }

  private static Answer register(TrackerUnderTest to, String forwardedFor) {
    return to.send(
        "POST",
        "/v1/hosts",
        to.registration(HostRole.AGENT, 5000, null),
        null,
        "X-Forwarded-For",
        forwardedFor);
  }

  @Override
  public TrackerUnderTest tracker() {
    return tracker;
  }
}
