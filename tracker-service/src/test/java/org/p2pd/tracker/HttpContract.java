package org.p2pd.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;

import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.tracker.TrackerUnderTest.Answer;

/** What holds for every call: limits, refusals, media types, the page, health. A part of {@link TrackerContract}. */
@NullUnmarked
interface HttpContract {
  /** The tracker of this run. */
  TrackerUnderTest tracker();

  @Test
  default void malformedValues_areNamed() {
    Registered host = tracker().register(HostRole.AGENT, 0, null);

    assertThat(tracker().get("/v1/contents/XYZ").is(400).body())
        .contains("XYZ", "64 lower-case hex");
    assertThat(tracker().get("/v1/publications?url=ftp%3A%2F%2Fx%2Fy").is(400).body())
        .contains("ftp://x/y");
    assertThat(tracker().get("/v1/publications?limit=0").is(400).body()).contains("limit: 0");
    assertThat(tracker().get("/v1/publications?cursor=%21").is(400).body()).contains("cursor");
    assertThat(tracker()
            .send("POST", "/v1/hosts", "{\"role\":\"king\"}", null)
            .is(400)
            .body())
        .contains("king");
    assertThat(tracker()
            .send("POST", "/v1/hosts", "{\"role\":\"agent\"}", null)
            .is(400)
            .body())
        .contains("hostId");
    assertThat(tracker().send("POST", "/v1/hosts", "{", null).is(400).body()).contains("body");
    assertThat(tracker().send("POST", "/v1/hosts", "null", null).is(400).body()).contains("body");
    assertThat(tracker()
            .send(
                "POST",
                "/v1/announce",
                "{\"hostId\":\"" + host.hostId() + "\",\"delivered\":-5}",
                host.token())
            .is(400)
            .body())
        .contains("delivered: -5");
    assertThat(tracker()
            .send(
                "POST",
                "/v1/announce",
                "{\"hostId\":\"" + host.hostId() + "\",\"contents\":[{\"contentId\":\""
                    + "0".repeat(64) + "\",\"completed\":\"9-3\"}]}",
                host.token())
            .is(400)
            .body())
        .contains("9-3");
    tracker()
        .send("POST", "/v1/hosts", null, null, "Content-Type", "text/plain")
        .is(415);
    assertThat(tracker().get("/v1/nowhere").is(404).header("Content-Type"))
        .isEqualTo("application/problem+json");
  }

  @Test
  default void bodyAboveLimit_is413() {
    Registered host = tracker().register(HostRole.AGENT, 0, null);
    String padding = " ".repeat(64 << 10);
    Manifest large = tracker().manifest(32_768);
    tracker().put(large);

    tracker()
        .send(
            "POST",
            "/v1/announce",
            "{\"hostId\":\"" + host.hostId() + "\"}" + padding,
            host.token())
        .is(413);
    tracker()
        .send("PUT", "/v1/contents/" + large.contentId(), " ".repeat(2 << 20) + "{}", PUBLISH_TOKEN)
        .is(413);
  }

  @Test
  default void mediaTypesThatAreNone_are400() {
    Registered host = tracker().register(HostRole.AGENT, 0, null);
    for (String type : List.of("x", "application/json;charset=bogus")) {
      HttpResponse<byte[]> answer =
          tracker().sendRaw("POST", "/v1/announce", "{}".getBytes(UTF_8), type, host.token());
      assertThat(answer.statusCode()).as(type).isEqualTo(400);
    }
  }

  @Test
  default void answersThatRefuse_sayHowToComeBack() {
    assertThat(tracker()
            .send("POST", "/v1/publications", "{}", null)
            .is(401)
            .header("WWW-Authenticate"))
        .isEqualTo("Bearer");
    assertThat(tracker().send("PUT", "/v1/stats", "{}", null).is(405).header("Allow"))
        .contains("GET");
    assertThat(tracker().send("HEAD", "/v1/stats", null, null).is(200).body()).isEmpty();
    assertThat(tracker().get("/v1/nothing").is(404).body()).contains("path: /v1/nothing");
  }

  @Test
  default void page_isServedWithStrictPolicy() {
    Answer page = tracker().get("/").is(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(page.body()).contains("/assets/tracker.js", "/assets/tracker.css");
    assertThat(tracker().get("/assets/tracker.js").is(200).header("Content-Type"))
        .startsWith("text/javascript");
    assertThat(tracker().get("/assets/tracker.css").is(200).header("Content-Type"))
        .startsWith("text/css");
    tracker().send("GET", "/", null, null, "If-None-Match", page.header("ETag")).is(304);
  }

  /** Answers once hung about every 150th time; see RoutesInTurn in p2pd-transport. */
  @Test
  default void quickRequestsOnOneConnection_areAllAnswered() {
    for (int i = 0; i < 1_000; i++) {
      tracker().get("/v1/stats").is(200);
      tracker().get("/v1/contents/XYZ").is(400);
      tracker().get("/v1/nowhere").is(404);
    }
  }

  @Test
  default void health_isOnTheManagementPort() {
    assertThat(tracker()
            .send("GET", tracker().management("/actuator/health/readiness").toString(), null, null)
            .is(200)
            .body())
        .contains("UP");
    tracker().get("/actuator/health").is(404);
  }
}
