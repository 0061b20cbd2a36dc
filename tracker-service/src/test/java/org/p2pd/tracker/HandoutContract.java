package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;
import static org.p2pd.tracker.TrackerUnderTest.encoded;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Complaint;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.HostQueryReply;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.tracker.swarm.Swarms;
import org.p2pd.tracker.web.WireForm;

/** Who is handed out to whom: announces, look-ups, complaints. A part of {@link TrackerContract}. */
@NullUnmarked
interface HandoutContract {
  Duration SOON = Duration.ofSeconds(60);

  /** The tracker of this run. */
  TrackerUnderTest tracker();

  @Test
  default void agentAnswersCallBack_isHandedOutWithWhatItHolds() {
    try (FakeHost node = new FakeHost()) {
      ContentId film = tracker().content(100);
      Registered origin = tracker().origin();
      Registered holder = node.register(tracker());
      Registered viewer = tracker().register(HostRole.AGENT, 0, null);
      assertThat(holder.reachable()).isFalse();
      tracker().holds(origin, film, "*");
      tracker().holds(holder, film, "0-9,95");

      await().atMost(SOON).until(() -> tracker().holds(holder, film, "0-9,95").reachable());

      List<HostEntry> hosts = tracker().handout(viewer, film, "5-19");
      assertThat(hosts)
          .extracting(HostEntry::hostId)
          .containsExactlyInAnyOrder(origin.hostId(), holder.hostId());
      HostEntry entry = entry(hosts, holder);
      assertThat(entry.blocks()).isEqualTo(BlockSet.parse("5-9"));
      assertThat(entry.url()).isEqualTo(holder.url()).startsWith("http://127.0.0.1:");
      assertThat(entry.operator()).isFalse();
      assertThat(entry(hosts, origin).operator()).isTrue();
      assertThat(entry(hosts, origin).blocks()).isEqualTo(BlockSet.everything());
      assertThat(tracker().handout(viewer, film, "40-50"))
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
      assertThat(tracker().handout(holder, film, "5-19"))
          .as("never the asker")
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
    }
  }

  @Test
  default void agentWithoutRightProof_isNotHandedOut() {
    try (FakeHost node = FakeHost.liar()) {
      ContentId film = tracker().content(4);
      Registered liar = node.register(tracker());
      Registered viewer = tracker().register(HostRole.AGENT, 0, null);
      tracker().holds(liar, film, "*");

      await().atMost(SOON).until(() -> node.calls() > 0);

      assertThat(tracker().holds(liar, film, "*").reachable()).isFalse();
      assertThat(tracker().handout(viewer, film, "*")).isEmpty();
    }
  }

  @Test
  default void announceInCbor_isAnsweredInCbor() {
    Registered origin = tracker().origin();
    ContentId film = tracker().content(8);
    tracker().holds(origin, film, "*");
    Registered agent = tracker().register(HostRole.AGENT, 0, null);
    Announce said = Announce.idle(
        agent.hostId(), List.of(AnnouncedContent.question(film, BlockSet.first(8), 20)));

    HttpResponse<byte[]> answer = tracker()
        .sendRaw(
            "POST",
            "/v1/announce",
            WireForm.CBOR.mapper().writeValueAsBytes(said),
            "application/cbor",
            agent.token());

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/cbor");
    AnnounceReply reply = WireForm.CBOR.mapper().readValue(answer.body(), AnnounceReply.class);
    assertThat(reply.contents().get(0).hosts())
        .extracting(HostEntry::hostId)
        .containsExactly(origin.hostId());
    assertThat(tracker()
            .sendRaw(
                "POST", "/v1/announce", new byte[] {(byte) 0xff}, "application/cbor", agent.token())
            .statusCode())
        .as("nonsense")
        .isEqualTo(400);
    assertThat(tracker()
            .sendRaw("POST", "/v1/announce", new byte[] {1}, "text/plain", agent.token())
            .statusCode())
        .isEqualTo(415);
  }

  @Test
  default void largeSwarm_isAnsweredByDrawsThatSeveralShare() {
    Registered origin = tracker().origin();
    ContentId film = tracker().content(64);
    tracker().holds(origin, film, "*");
    Swarms swarms = tracker().bean(Swarms.class);
    Random random = new Random(3);
    for (int i = 0; i <= Swarms.SMALL; i++) {
      HostToken ghost = new HostToken(HostId.random(random), HostRole.AGENT, false, "zone g", 1);
      swarms
          .report(ghost, AnnouncedContent.report(film, BlockSet.first(8), BlockSet.empty(), true))
          .join();
    }
    Registered agent = tracker().register(HostRole.AGENT, 0, null);

    for (int ask = 0; ask < 70; ask++) {
      assertThat(tracker().handout(agent, film, "0-3"))
          .as("ask %d: whoever asks, the dead are not named and the origin is", ask)
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
      assertThat(tracker().handout(agent, film, "60-63")).hasSize(1);
    }
    assertThat(tracker()
            .announce(agent, AnnouncedContent.question(film, BlockSet.of(64), 20))
            .body())
        .contains("out of range");
  }

  @Test
  default void unknownContentAndBlockOutOfRange_areErrorsOfTheirEntryOnly() {
    Registered host = tracker().origin();
    ContentId film = tracker().content(10);
    ContentId unknown = tracker().manifest(3).contentId();

    AnnounceReply reply = tracker()
        .announce(
            host,
            AnnouncedContent.report(unknown, BlockSet.parse("0"), BlockSet.empty(), false),
            AnnouncedContent.report(film, BlockSet.parse("10"), BlockSet.empty(), false),
            AnnouncedContent.question(film, BlockSet.parse("5-12"), null))
        .is(200)
        .as(AnnounceReply.class);

    assertThat(reply.contents())
        .extracting(ContentHosts::error)
        .containsExactly(
            ContentHosts.UNKNOWN_CONTENT,
            "block out of range (expected: 0 <= block < 10)",
            "block out of range (expected: 0 <= block < 10)");
    assertThat(lookUp(film, "")).as("nothing was stored").isEmpty();
  }

  @Test
  default void droppedBlocks_areNoLongerHandedOut() {
    Registered origin = tracker().origin();
    Registered viewer = tracker().register(HostRole.AGENT, 0, null);
    ContentId film = tracker().content(20);
    tracker().holds(origin, film, "*");

    tracker()
        .announce(
            origin, AnnouncedContent.report(film, BlockSet.empty(), BlockSet.parse("3-7"), false))
        .is(200);

    assertThat(tracker().handout(viewer, film, "3-7")).isEmpty();
    assertThat(tracker().handout(viewer, film, "0-9").get(0).blocks())
        .isEqualTo(BlockSet.parse("0-2,8-9"));
  }

  @Test
  default void emptyFilm_isHeldAsEverything() {
    Registered origin = tracker().origin();
    Registered viewer = tracker().register(HostRole.AGENT, 0, null);
    ContentId empty = tracker().content(0);
    tracker().holds(origin, empty, "*");

    assertThat(tracker().handout(viewer, empty, "*"))
        .extracting(HostEntry::hostId)
        .containsExactly(origin.hostId());
  }

  @Test
  default void lookUpWithoutToken_namesNoViewers() {
    try (FakeHost node = new FakeHost()) {
      ContentId film = tracker().content(4);
      Registered origin = tracker().origin();
      Registered agent = node.register(tracker());
      tracker().holds(origin, film, "*");
      await().atMost(SOON).until(() -> tracker().holds(agent, film, "*").reachable());

      assertThat(lookUp(film, "?blocks=0-1&limit=5"))
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
      assertThat(tracker()
              .send("GET", "/v1/contents/" + film + "/hosts", null, origin.token())
              .is(200)
              .as(HostQueryReply.class)
              .hosts())
          .extracting(HostEntry::hostId)
          .containsExactly(agent.hostId());
      tracker().get("/v1/contents/" + film + "/hosts?blocks=9").is(400);
      tracker().get("/v1/contents/" + "0".repeat(64) + "/hosts").is(404);
    }
  }

  @Test
  default void publicationWithoutPeers_handsOutNoViewers() {
    try (FakeHost node = new FakeHost()) {
      ContentId film = tracker().content(4);
      Registered agent = node.register(tracker());
      Registered viewer = tracker().register(HostRole.AGENT, 0, null);
      await().atMost(SOON).until(() -> tracker().holds(agent, film, "*").reachable());
      assertThat(tracker().handout(viewer, film, "*")).hasSize(1);

      tracker().publish("http://quiet.example/film", film, 4, 1, false).is(200);
      assertThat(tracker().handout(viewer, film, "*")).isEmpty();

      tracker().publish("http://quiet.example/film", film, 4, 2, true).is(200);
      assertThat(tracker().handout(viewer, film, "*")).hasSize(1);
    }
  }

  @Test
  default void mirrors_areHandedOutAsPlainCompleteHolders() {
    ContentId film = tracker().content(4);
    Registered viewer = tracker().register(HostRole.AGENT, 0, null);
    tracker()
        .publish("http://m.example/film", film, 4, 1, true, "http://mirror.example/f.mp4")
        .is(200);

    assertThat(tracker().handout(viewer, film, "0-1")).singleElement().satisfies(mirror -> {
      assertThat(mirror.role()).isEqualTo(HostRole.MIRROR);
      assertThat(mirror.url()).isEqualTo("http://mirror.example/f.mp4");
      assertThat(mirror.plain()).isTrue();
      assertThat(mirror.blocks()).isEqualTo(BlockSet.everything());
    });
    tracker()
        .send(
            "DELETE",
            "/v1/publications?url=" + encoded("http://m.example/film") + "&contentId=" + film,
            null,
            PUBLISH_TOKEN)
        .is(204);
    assertThat(tracker().handout(viewer, film, "0-1")).isEmpty();
  }

  @Test
  default void internalOrigin_isNamedToOperatorsCachesOnly() {
    ContentId film = tracker().content(4);
    Registration said = tracker().registration(HostRole.ORIGIN, 7080, null);
    Registered origin = tracker()
        .register(
            new Registration(said.hostId(), HostRole.ORIGIN, 7080, null, null, null, null, true),
            PUBLISH_TOKEN);
    tracker().holds(origin, film, "*");

    assertThat(tracker().handout(tracker().register(HostRole.AGENT, 0, null), film, "*"))
        .isEmpty();
    assertThat(lookUp(film, "")).isEmpty();
    Registered cache = tracker().register(HostRole.CACHE, 7090, PUBLISH_TOKEN);
    assertThat(tracker().handout(cache, film, "*")).hasSize(1);
  }

  @Test
  default void complaint_isTakenAsHint() {
    Registered viewer = tracker().register(HostRole.AGENT, 0, null);
    Registered accused = tracker().origin();
    ContentId film = tracker().content(4);
    Complaint complaint =
        new Complaint(viewer.hostId(), accused.hostId(), film, 1, "digest differs");

    tracker().send("POST", "/v1/complaints", complaint, viewer.token()).is(202);
    tracker().send("POST", "/v1/complaints", complaint, accused.token()).is(403);
    tracker().holds(accused, film, "*");
    assertThat(tracker().handout(viewer, film, "*")).as("nobody is banned").hasSize(1);
  }

  private List<HostEntry> lookUp(ContentId film, String query) {
    return tracker()
        .get("/v1/contents/" + film + "/hosts" + query)
        .is(200)
        .as(HostQueryReply.class)
        .hosts();
  }

  private static HostEntry entry(List<HostEntry> hosts, Registered host) {
    return hosts.stream()
        .filter(entry -> entry.hostId().equals(host.hostId()))
        .findFirst()
        .orElseThrow();
  }
}
