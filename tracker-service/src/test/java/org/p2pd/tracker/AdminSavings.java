package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.tracker.TrackerUnderTest.Answer;
import tools.jackson.databind.JsonNode;

/** What the operator's port says of bytes. A part of {@link ITAdmin}. */
@NullUnmarked
interface AdminSavings {
  /** The tracker of this run. */
  TrackerUnderTest tracker();

  /** The answer of the operator's port. */
  JsonNode json(String path);

  /** The answer of the operator's port to anyone, with or without a token. */
  Answer manage(String method, String path, String body, String token);

  /** The answer to an agent that registers from this address. */
  Answer registerFrom(String address);

  @Test
  default void savings_sayWhatOriginsWereSpared() {
    Registered cache = tracker().register(HostRole.CACHE, 7094, PUBLISH_TOKEN);
    JsonNode before = json("/actuator/savings");

    tracker().bytes(cache, new BytesByRole(300, 20, 1), 1_000);

    JsonNode after = json("/actuator/savings");
    assertThat(grown(before, after, "/total/origin")).isEqualTo(300);
    assertThat(grown(before, after, "/total/cache")).isEqualTo(20);
    assertThat(grown(before, after, "/total/agent")).isEqualTo(1);
    assertThat(grown(before, after, "/total/delivered")).isEqualTo(1_000);
    assertThat(grown(before, after, "/total/spared")).isEqualTo(700);
    assertThat(after.at("/hours").isArray()).isTrue();
  }

  @Test
  default void savings_byTitleAndDay_arePagedAndTableOnWish() {
    ContentId film = tracker().content(4);
    ContentId other = tracker().content(4);
    tracker().publish("http://savings.example/a%20film.mp4", film, 4, 1, true).is(200);
    tracker().publish("http://savings.example/an%20alias.mp4", film, 4, 1, true).is(200);
    Registered cache = tracker().register(HostRole.CACHE, 7095, PUBLISH_TOKEN);
    tracker()
        .moved(
            cache,
            1L,
            AnnouncedContent.moved(film, new ContentTraffic(1_000_000, 2, 3, 4_000_000_000L)),
            AnnouncedContent.moved(other, new ContentTraffic(0, 0, 0, 3_999_999_999L)))
        .is(200);
    tracker().bytes(cache, new BytesByRole(1_000_000, 2, 3), 4_000_000_000L);

    JsonNode first = json("/actuator/savings?limit=1");
    String day = first.at("/titles/0/day").asString();
    assertThat(first.at("/titles").size()).isEqualTo(1);
    assertThat(first.at("/titles/0/name").asString())
        .isEqualTo("http://savings.example/a%20film.mp4");
    assertThat(first.at("/titles/0/traffic/spared").asLong()).isEqualTo(3_999_000_000L);
    assertThat(first.at("/next").asInt()).isEqualTo(1);
    assertThat(first.at("/days/0/day").asString()).isEqualTo(day);
    assertThat(first.at("/days/0/traffic/delivered").asLong())
        .isGreaterThanOrEqualTo(4_000_000_000L);
    JsonNode second = json("/actuator/savings?limit=1&offset=1&day=" + day);
    assertThat(second.at("/titles/0/contentId").asString()).isEqualTo(other.hex());
    assertThat(second.at("/titles/0/name").isNull()).isTrue();
    JsonNode before = json("/actuator/savings?day=2001-01-01");
    assertThat(before.at("/titles").size() + before.at("/days").size()).isZero();

    Answer table = manage("GET", "/actuator/savings?format=csv", null, null).is(200);
    assertThat(table.header("Content-Type")).startsWith("text/csv");
    assertThat(table.body())
        .startsWith(
            "scope,from,name,content_id,delivered,origin,cache,peers,origin_spared,offload\r\n"
                + "total,,,,")
        .contains("\r\nday," + day + ",,,")
        .contains("\r\ntitle," + day + ",\"http://savings.example/a%20film.mp4\"," + film
            + ",4000000000,1000000,2,3,3999000000,0.9998\r\n")
        .contains("\r\ntitle," + day + ",," + other + ",3999999999,0,0,0,3999999999,1.0000\r\n");
    assertThat(tracker()
            .send(
                "GET",
                tracker().management("/actuator/savings").toString(),
                null,
                null,
                "Accept",
                "text/csv")
            .is(200)
            .body())
        .startsWith("scope,");
    for (String wrong : List.of("format=xml", "day=moon", "days=32", "limit=1001", "offset=-1")) {
      assertThat(manage("GET", "/actuator/savings?" + wrong, null, null).is(400).body())
          .contains(wrong.substring(0, wrong.indexOf('=')));
    }
  }

  @Test
  default void strangers_canNotInflateWhatTheyMovedAtWill() {
    ContentId film = tracker().content(4);
    long length = 4L * BlockLayout.BLOCK_SIZE_MIN;
    Registered stranger = registerFrom("203.0.113.77").is(201).as(Registered.class);
    JsonNode before = json("/actuator/savings");

    tracker()
        .moved(
            stranger,
            1L,
            AnnouncedContent.moved(film, new ContentTraffic(0, 1L << 50, 0, 1L << 50)))
        .is(200);
    tracker().bytes(stranger, BytesByRole.NONE, 1L << 50);
    tracker()
        .bytes(
            registerFrom("203.0.113.77").is(201).as(Registered.class), BytesByRole.NONE, 1L << 50);

    JsonNode after = json("/actuator/savings");
    assertThat(grown(before, after, "/total/delivered")).isBetween(1L, 20_000_000_000L);
    JsonNode traffic = json("/actuator/swarms/" + film).at("/traffic");
    assertThat(traffic.at("/delivered").asLong()).isEqualTo(4 * length);
    assertThat(traffic.at("/cache").asLong()).isEqualTo(4 * length);
    assertThat(tracker()
            .moved(stranger, 2L, AnnouncedContent.moved(film, new ContentTraffic(-1, 0, 0, 0)))
            .is(400)
            .body())
        .contains("traffic.origin: -1");
  }

  private static long grown(JsonNode before, JsonNode after, String field) {
    return after.at(field).asLong() - before.at(field).asLong();
  }
}
