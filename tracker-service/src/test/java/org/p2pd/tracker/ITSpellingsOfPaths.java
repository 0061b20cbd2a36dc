package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.testkit.redis.RedisServer;
import org.p2pd.tracker.TrackerUnderTest.Answer;

/** One path can be written in many ways: whatever reaches a route has passed the filters before it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@NullUnmarked
class ITSpellingsOfPaths {
  private static final String BANNED = "198.51.100.7";
  private static final String WELCOME = "203.0.113.7";

  private RedisServer redis;
  private TrackerUnderTest tracker;

  @BeforeAll
  void start() {
    redis = RedisServer.start();
    tracker = TrackerUnderTest.start(
        redis, "--p2pd.tracker.proxies=127.0.0.0/8", "--p2pd.tracker.rate-per-address=5");
  }

  @AfterAll
  void stop() {
    tracker.close();
    redis.close();
  }

  /** {@code /first/second}, as it may be written. */
  private static List<String> spellings(String first, String second) {
    return List.of(
        "/" + first + "/" + second,
        "/" + encoded(first) + "/" + second,
        "/" + first + "/" + encoded(second),
        "/" + first + ";a=b/" + second,
        "/" + encoded(first) + ";a/" + second + ";c=d",
        "//" + first + "/" + second,
        "/" + first + "//" + second,
        "/" + first + "/" + second + "/",
        "/;a/" + first + "/" + second,
        "/./" + first + "/" + second,
        "/%2e/" + first + "/" + second,
        "/a/../" + first + "/" + second,
        "/" + first + "%2f" + second,
        "/%25" + encoded(first).substring(1) + "/" + second,
        "/" + first.toUpperCase() + "/" + second);
  }

  private static String encoded(String segment) {
    return "%" + Integer.toHexString(segment.charAt(0)) + segment.substring(1);
  }

  @Test
  void changeWithoutToken_isRefusedHoweverItsPathIsWritten() {
    String ban = "{\"network\":\"192.0.2.0/24\"}";
    for (String path : spellings("actuator", "hosts")) {
      assertThat(manage(path, ban, null).status()).as(path).isEqualTo(401);
    }

    assertThat(tracker.managed("/actuator/hosts").at("/banned").toString())
        .doesNotContain("192.0.2.0");
    manage("/%61ctuator/hosts", ban, PUBLISH_TOKEN).is(200);
  }

  @Test
  void bannedNetwork_isAnsweredNothingThatOthersAre() {
    manage("/actuator/hosts", "{\"network\":\"198.51.100.0/24\"}", PUBLISH_TOKEN)
        .is(200);
    List<String> answered = new ArrayList<>();
    for (String path : spellings("v1", "stats")) {
      if (get(path, WELCOME).status() == 200) {
        answered.add(path);
      }
      assertThat(get(path, BANNED).status()).as(path).isIn(403, 404);
    }

    assertThat(answered).contains("/v1/stats", "/%761/stats", "/v1;a=b/stats");
  }

  @Test
  void registration_costsTheSameHoweverItsPathIsWritten() {
    List<String> registered = new ArrayList<>();
    int client = 0;
    for (String path : spellings("v1", "hosts")) {
      String address = "203.0.113." + (100 + client++);
      if (register(path, address).status() == 201) {
        registered.add(path);
        assertThat(get("/v1/stats", address).status()).as(path).isEqualTo(429);
      }
    }

    assertThat(registered).contains("/v1/hosts", "/v1/%68osts", "/v1;a=b/hosts");
  }

  private Answer manage(String path, String body, String token) {
    return tracker.send("POST", tracker.management(path).toString(), body, token);
  }

  private Answer get(String path, String from) {
    return tracker.send("GET", path, null, null, "X-Forwarded-For", from);
  }

  private Answer register(String path, String from) {
    return tracker.send(
        "POST", path, tracker.registration(HostRole.AGENT, 0, null), null, "X-Forwarded-For", from);
  }
}
