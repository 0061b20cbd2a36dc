package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.tracker.web.WireForm;
import org.p2pd.transport.wire.WireFormat;
import tools.jackson.databind.JsonNode;

/** What the tracker counts: bytes, titles, history, availability. A part of {@link TrackerContract}. */
@NullUnmarked
interface StatsContract {
  Duration SOON = Duration.ofSeconds(60);

  /** The tracker of this run. */
  TrackerUnderTest tracker();

  @Test
  default void historyAndAvailability_areAggregates() {
    ContentId film = tracker().content(10);
    Registered origin = tracker().origin();
    tracker().holds(origin, film, "*");
    tracker().holds(tracker().register(HostRole.AGENT, 0, null), film, "0-4");

    String availability =
        tracker().get("/v1/contents/" + film + "/availability").is(200).body();

    assertThat(availability)
        .contains("\"complete\":1", "\"partial\":1", "\"holders\":[2,2,2,2,2,1,1,1,1,1]")
        .doesNotContain(origin.hostId().hex(), "127.0.0.1");
    tracker().get("/v1/contents/" + "0".repeat(64) + "/availability").is(404);
    await()
        .atMost(SOON)
        .until(() -> tracker()
            .get("/v1/history")
            .is(200)
            .body()
            .matches("\\{\"everySeconds\":60,\"samples\":\\[\\{\"at\":[0-9]+000,.*"));
  }

  @Test
  default void receivedBytes_countOnceForTheSendersRole() {
    TrackerStats before = stats();
    Registered viewer = tracker().register(HostRole.AGENT, 0, null);
    tracker().bytes(viewer, new BytesByRole(100, 20, 3), 90);
    tracker().bytes(viewer, new BytesByRole(100, 20, 3), 90);
    tracker().bytes(viewer, new BytesByRole(50, 20, 3), 10);
    tracker().bytes(viewer, new BytesByRole(150, 20, 3), 120);
    Registered origin = tracker().origin();
    tracker().bytes(origin, BytesByRole.NONE, 1_000);

    TrackerStats after = stats();
    assertThat(after.bytesServed().origin() - before.bytesServed().origin()).isEqualTo(150);
    assertThat(after.bytesServed().cache() - before.bytesServed().cache()).isEqualTo(20);
    assertThat(after.bytesServed().agent() - before.bytesServed().agent()).isEqualTo(3);
    assertThat(after.delivered() - before.delivered()).isEqualTo(1_120);
    assertThat(after.hosts().agent()).isPositive();
    assertThat(after.offload())
        .isEqualTo(TrackerStats.offload(after.bytesServed().origin(), after.delivered()));
  }

  @Test
  default void trafficOfContents_countsByTitleAndDay_andEachReportOnce() {
    ContentId film = tracker().content(100);
    String name = "http://titles.example/film.mp4";
    tracker().publish(name, film, 100, 1, true).is(200);
    Registered viewer = tracker().register(HostRole.AGENT, 0, null);
    AnnouncedContent first = AnnouncedContent.moved(film, new ContentTraffic(100, 200, 30, 400));

    tracker().moved(viewer, 1L, first).is(200);
    tracker().moved(viewer, 1L, first).is(200);
    tracker()
        .sendRaw(
            "POST",
            "/v1/announce",
            WireForm.CBOR
                .mapper()
                .writeValueAsBytes(TrackerUnderTest.movedSaid(
                    viewer,
                    2L,
                    AnnouncedContent.question(film, BlockSet.first(1), 1)
                        .withTraffic(new ContentTraffic(0, 0, 0, 1_000)))),
            "application/cbor",
            viewer.token());
    tracker()
        .moved(viewer, null, AnnouncedContent.moved(film, new ContentTraffic(1, 2, 3, 4)))
        .is(200);
    ContentId unknown = tracker().manifest(3).contentId();
    AnnounceReply reply = tracker()
        .moved(viewer, 3L, AnnouncedContent.moved(unknown, new ContentTraffic(0, 0, 0, 9)))
        .is(200)
        .as(AnnounceReply.class);

    JsonNode savings = tracker().managed("/actuator/savings?limit=1000");
    JsonNode title = titleOf(savings, film);
    assertThat(title.at("/name").asString()).isEqualTo(name);
    assertThat(title.at("/day").asString()).matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
    assertThat(title.at("/traffic"))
        .isEqualTo(WireFormat.json()
            .readTree("{\"origin\":101,\"cache\":202,\"agent\":33,\"delivered\":1404,"
                + "\"spared\":1303,\"offload\":" + (1 - 101 / 1404.0) + "}"));
    assertThat(titleOf(savings, unknown)).isNull();
    assertThat(reply.contents())
        .containsExactly(new ContentHosts(unknown, List.of(), ContentHosts.UNKNOWN_CONTENT));
    assertThat(tracker().managed("/actuator/swarms/" + film).at("/traffic"))
        .isEqualTo(title.at("/traffic"));
  }

  @Test
  default void registeredAgain_countsFromZero() {
    Registration said = tracker().registration(HostRole.AGENT, 0, null);
    Registered first = tracker().register(said, null);
    tracker().bytes(first, new BytesByRole(0, 500, 0), 500);
    TrackerStats before = stats();

    Registered second = tracker().register(said, first.token());
    tracker().bytes(second, new BytesByRole(0, 40, 0), 40);

    assertThat(stats().bytesServed().cache() - before.bytesServed().cache()).isEqualTo(40);
  }

  private static @Nullable JsonNode titleOf(JsonNode savings, ContentId content) {
    for (JsonNode title : savings.at("/titles")) {
      if (title.at("/contentId").asString().equals(content.hex())) {
        return title;
      }
    }
    return null;
  }

  private TrackerStats stats() {
    return tracker().get("/v1/stats").is(200).as(TrackerStats.class);
  }
}
