package org.p2pd.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;
import static org.p2pd.tracker.TrackerUnderTest.encoded;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.publication.PublisherKey;
import org.p2pd.protocol.tracker.Complaint;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.HostQueryReply;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.Registration;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.protocol.tracker.catalogue.Resolution;
import org.p2pd.protocol.tracker.catalogue.Statement;
import org.p2pd.protocol.tracker.catalogue.StatementReply;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.protocol.tracker.traffic.TrackerStats;
import org.p2pd.tracker.TrackerUnderTest.Answer;
import org.p2pd.tracker.security.HostToken;
import org.p2pd.tracker.swarm.Swarms;
import org.p2pd.tracker.web.WireForm;
import org.p2pd.transport.wire.WireFormat;
import tools.jackson.databind.JsonNode;

/** The tracker as nodes meet it: real HTTP, real Redis of whatever kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@NullUnmarked
abstract class TrackerContract {
  private static final Duration SOON = Duration.ofSeconds(60);

  private TrackerUnderTest tracker;

  /** Starts the Redis of this run. */
  abstract String startRedis();

  /** Ends what {@link #startRedis} started. */
  abstract void stopRedis();

  @BeforeAll
  void start() {
    tracker = TrackerUnderTest.start(startRedis());
  }

  @AfterAll
  void stop() {
    if (tracker != null) {
      tracker.close();
    }
    stopRedis();
  }

  @Test
  void agentAnswersCallBack_isHandedOutWithWhatItHolds() {
    try (FakeHost node = new FakeHost()) {
      ContentId film = tracker.content(100);
      Registered origin = tracker.origin();
      Registered holder = node.register(tracker);
      Registered viewer = tracker.register(HostRole.AGENT, 0, null);
      assertThat(holder.reachable()).isFalse();
      tracker.holds(origin, film, "*");
      tracker.holds(holder, film, "0-9,95");

      await().atMost(SOON).until(() -> tracker.holds(holder, film, "0-9,95").reachable());

      List<HostEntry> hosts = tracker.handout(viewer, film, "5-19");
      assertThat(hosts)
          .extracting(HostEntry::hostId)
          .containsExactlyInAnyOrder(origin.hostId(), holder.hostId());
      HostEntry entry = entry(hosts, holder);
      assertThat(entry.blocks()).isEqualTo(BlockSet.parse("5-9"));
      assertThat(entry.url()).isEqualTo(holder.url()).startsWith("http://127.0.0.1:");
      assertThat(entry.operator()).isFalse();
      assertThat(entry(hosts, origin).operator()).isTrue();
      assertThat(entry(hosts, origin).blocks()).isEqualTo(BlockSet.everything());
      assertThat(tracker.handout(viewer, film, "40-50"))
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
      assertThat(tracker.handout(holder, film, "5-19"))
          .as("never the asker")
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
    }
  }

  @Test
  void agentWithoutRightProof_isNotHandedOut() {
    try (FakeHost node = FakeHost.liar()) {
      ContentId film = tracker.content(4);
      Registered liar = node.register(tracker);
      Registered viewer = tracker.register(HostRole.AGENT, 0, null);
      tracker.holds(liar, film, "*");

      await().atMost(SOON).until(() -> node.calls() > 0);

      assertThat(tracker.holds(liar, film, "*").reachable()).isFalse();
      assertThat(tracker.handout(viewer, film, "*")).isEmpty();
    }
  }

  @Test
  void liveHostId_registersAgainOnlyWithItsToken() {
    Registration said = tracker.registration(HostRole.AGENT, 0, null);
    Registered first = tracker.register(said, null);

    Answer stranger = tracker.send("POST", "/v1/hosts", said, null).is(409);
    assertThat(stranger.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(stranger.body()).contains(said.hostId().hex());
    tracker
        .send(
            "POST", "/v1/hosts", said, tracker.register(HostRole.AGENT, 0, null).token())
        .is(409);
    Registered second = tracker.register(said, first.token());

    tracker.announce(second).is(200);
    assertThat(tracker.announce(first).is(401).body()).contains("earlier registration");
  }

  @Test
  void operatorsHost_keepsStandingWithItsOwnToken() {
    Registration said = tracker.registration(HostRole.ORIGIN, 7080, null);
    Registered first = tracker.register(said, PUBLISH_TOKEN);

    assertThat(tracker.register(said, first.token()).operator()).isTrue();
    assertThat(tracker.register(said, PUBLISH_TOKEN).operator()).isTrue();
  }

  @Test
  void strangerClaimsStanding_isRefused() {
    Registration origin = tracker.registration(HostRole.ORIGIN, 7080, null);
    Registration url = new Registration(
        origin.hostId(), HostRole.CACHE, 7090, null, "http://victim.example", null, null, false);

    assertThat(tracker.send("POST", "/v1/hosts", origin, null).is(403).body()).contains("origin");
    assertThat(tracker.send("POST", "/v1/hosts", url, null).is(403).body())
        .contains("victim.example");
    tracker.send("POST", "/v1/hosts", origin, "not a token").is(401);
    assertThat(tracker.register(HostRole.CACHE, 7090, null).operator()).isFalse();
    assertThat(tracker.register(HostRole.CACHE, 7090, PUBLISH_TOKEN).operator()).isTrue();
    assertThat(tracker.register(HostRole.AGENT, 0, PUBLISH_TOKEN).operator()).isFalse();
  }

  @Test
  void callsWithoutOrWithForeignToken_areRefused() {
    Registered one = tracker.register(HostRole.AGENT, 0, null);
    Registered other = tracker.register(HostRole.AGENT, 0, null);
    ContentId film = tracker.content(1);
    Publication publication = TrackerUnderTest.publication("http://a.example/f", film, 1, 1, true);

    tracker
        .send("POST", "/v1/announce", "{\"hostId\":\"" + one.hostId() + "\"}", null)
        .is(401);
    tracker
        .send("POST", "/v1/announce", "{\"hostId\":\"" + one.hostId() + "\"}", other.token())
        .is(403);
    tracker.send("DELETE", "/v1/hosts/" + one.hostId(), null, other.token()).is(403);
    tracker.send("PUT", "/v1/publications", publication, null).is(401);
    tracker.send("PUT", "/v1/publications", publication, one.token()).is(403);
    tracker
        .send("PUT", "/v1/publications", publication, tracker.origin().token())
        .is(200);
    tracker
        .send("PUT", "/v1/contents/" + film, tracker.manifest(1), one.token())
        .is(403);
  }

  @Test
  void malformedValues_areNamed() {
    Registered host = tracker.register(HostRole.AGENT, 0, null);

    assertThat(tracker.get("/v1/contents/XYZ").is(400).body()).contains("XYZ", "64 lower-case hex");
    assertThat(tracker.get("/v1/publications?url=ftp%3A%2F%2Fx%2Fy").is(400).body())
        .contains("ftp://x/y");
    assertThat(tracker.get("/v1/publications?limit=0").is(400).body()).contains("limit: 0");
    assertThat(tracker.get("/v1/publications?cursor=%21").is(400).body()).contains("cursor");
    assertThat(tracker
            .send("POST", "/v1/hosts", "{\"role\":\"king\"}", null)
            .is(400)
            .body())
        .contains("king");
    assertThat(tracker
            .send("POST", "/v1/hosts", "{\"role\":\"agent\"}", null)
            .is(400)
            .body())
        .contains("hostId");
    assertThat(tracker.send("POST", "/v1/hosts", "{", null).is(400).body()).contains("body");
    assertThat(tracker.send("POST", "/v1/hosts", "null", null).is(400).body()).contains("body");
    assertThat(tracker
            .send(
                "POST",
                "/v1/announce",
                "{\"hostId\":\"" + host.hostId() + "\",\"delivered\":-5}",
                host.token())
            .is(400)
            .body())
        .contains("delivered: -5");
    assertThat(tracker
            .send(
                "POST",
                "/v1/announce",
                "{\"hostId\":\"" + host.hostId() + "\",\"contents\":[{\"contentId\":\""
                    + "0".repeat(64) + "\",\"completed\":\"9-3\"}]}",
                host.token())
            .is(400)
            .body())
        .contains("9-3");
    tracker.send("POST", "/v1/hosts", null, null, "Content-Type", "text/plain").is(415);
    assertThat(tracker.get("/v1/nowhere").is(404).header("Content-Type"))
        .isEqualTo("application/problem+json");
  }

  @Test
  void privilegedPortOfAgent_isRefused() {
    Registration low = tracker.registration(HostRole.AGENT, 80, null);
    assertThat(tracker.send("POST", "/v1/hosts", low, null).is(400).body()).contains("port: 80");
  }

  @Test
  void bodyAboveLimit_is413() {
    Registered host = tracker.register(HostRole.AGENT, 0, null);
    String padding = " ".repeat(64 << 10);
    Manifest large = tracker.manifest(32_768);
    tracker.put(large);

    tracker
        .send(
            "POST",
            "/v1/announce",
            "{\"hostId\":\"" + host.hostId() + "\"}" + padding,
            host.token())
        .is(413);
    tracker
        .send("PUT", "/v1/contents/" + large.contentId(), " ".repeat(2 << 20) + "{}", PUBLISH_TOKEN)
        .is(413);
  }

  @Test
  void unknownFields_areIgnored() {
    tracker
        .send(
            "POST",
            "/v1/hosts",
            "{\"hostId\":\"" + tracker.registration(HostRole.AGENT, 0, null).hostId()
                + "\",\"role\":\"agent\",\"port\":0,\"colour\":\"blue\"}",
            null)
        .is(201);
  }

  @Test
  void manifest_comesBackImmutableAndEqual() {
    Manifest manifest = tracker.manifest(17);
    tracker.put(manifest);

    Answer answer = tracker.get("/v1/contents/" + manifest.contentId()).is(200);
    assertThat(answer.as(Manifest.class)).isEqualTo(manifest);
    assertThat(answer.header("Cache-Control")).isEqualTo("max-age=31536000, public, immutable");
    tracker
        .send(
            "GET",
            "/v1/contents/" + manifest.contentId(),
            null,
            null,
            "If-None-Match",
            answer.header("ETag"))
        .is(304);
    tracker.get("/v1/contents/" + "0".repeat(64)).is(404);
    assertThat(tracker
            .send("PUT", "/v1/contents/" + "0".repeat(64), manifest, PUBLISH_TOKEN)
            .is(400)
            .body())
        .contains(manifest.contentId().hex());
  }

  @Test
  void manifestInCbor_hasRawDigests() {
    Manifest manifest = tracker.manifest(3);
    byte[] cbor = WireForm.CBOR.mapper().writeValueAsBytes(manifest);
    String path = "/v1/contents/" + manifest.contentId();

    assertThat(tracker
            .sendRaw("PUT", path, cbor, "application/cbor", PUBLISH_TOKEN)
            .statusCode())
        .isEqualTo(204);
    HttpResponse<byte[]> answer =
        tracker.sendRaw("GET", path, null, "application/cbor", PUBLISH_TOKEN);

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/cbor");
    assertThat(answer.headers().firstValue("Vary").orElse("")).contains("Accept");
    assertThat(new String(answer.body(), ISO_8859_1))
        .contains(new String(manifest.rawBlockDigests(), ISO_8859_1));
    assertThat(WireForm.CBOR.mapper().readValue(answer.body(), Manifest.class)).isEqualTo(manifest);
    assertThat(tracker.get(path).is(200).as(Manifest.class)).as("JSON").isEqualTo(manifest);
  }

  @Test
  void announceInCbor_isAnsweredInCbor() {
    Registered origin = tracker.origin();
    ContentId film = tracker.content(8);
    tracker.holds(origin, film, "*");
    Registered agent = tracker.register(HostRole.AGENT, 0, null);
    Announce said = Announce.idle(
        agent.hostId(), List.of(AnnouncedContent.question(film, BlockSet.first(8), 20)));

    HttpResponse<byte[]> answer = tracker.sendRaw(
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
    assertThat(tracker
            .sendRaw(
                "POST", "/v1/announce", new byte[] {(byte) 0xff}, "application/cbor", agent.token())
            .statusCode())
        .as("nonsense")
        .isEqualTo(400);
    assertThat(tracker
            .sendRaw("POST", "/v1/announce", new byte[] {1}, "text/plain", agent.token())
            .statusCode())
        .isEqualTo(415);
  }

  @Test
  void largeSwarm_isAnsweredByDrawsThatSeveralShare() {
    Registered origin = tracker.origin();
    ContentId film = tracker.content(64);
    tracker.holds(origin, film, "*");
    Swarms swarms = tracker.bean(Swarms.class);
    Random random = new Random(3);
    for (int i = 0; i <= Swarms.SMALL; i++) {
      HostToken ghost = new HostToken(HostId.random(random), HostRole.AGENT, false, "zone g", 1);
      swarms
          .report(ghost, AnnouncedContent.report(film, BlockSet.first(8), BlockSet.empty(), true))
          .join();
    }
    Registered agent = tracker.register(HostRole.AGENT, 0, null);

    for (int ask = 0; ask < 70; ask++) {
      assertThat(tracker.handout(agent, film, "0-3"))
          .as("ask %d: whoever asks, the dead are not named and the origin is", ask)
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
      assertThat(tracker.handout(agent, film, "60-63")).hasSize(1);
    }
    assertThat(tracker
            .announce(agent, AnnouncedContent.question(film, BlockSet.of(64), 20))
            .body())
        .contains("out of range");
  }

  @Test
  void unknownContentAndBlockOutOfRange_areErrorsOfTheirEntryOnly() {
    Registered host = tracker.origin();
    ContentId film = tracker.content(10);
    ContentId unknown = tracker.manifest(3).contentId();

    AnnounceReply reply = tracker
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
  void droppedBlocks_areNoLongerHandedOut() {
    Registered origin = tracker.origin();
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    ContentId film = tracker.content(20);
    tracker.holds(origin, film, "*");

    tracker
        .announce(
            origin, AnnouncedContent.report(film, BlockSet.empty(), BlockSet.parse("3-7"), false))
        .is(200);

    assertThat(tracker.handout(viewer, film, "3-7")).isEmpty();
    assertThat(tracker.handout(viewer, film, "0-9").get(0).blocks())
        .isEqualTo(BlockSet.parse("0-2,8-9"));
  }

  @Test
  void emptyFilm_isHeldAsEverything() {
    Registered origin = tracker.origin();
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    ContentId empty = tracker.content(0);
    tracker.holds(origin, empty, "*");

    assertThat(tracker.handout(viewer, empty, "*"))
        .extracting(HostEntry::hostId)
        .containsExactly(origin.hostId());
  }

  @Test
  void nameResolvedWithAll_isAnsweredWithManifestAndHosts_andReadAsAPublication() {
    try (FakeHost node = new FakeHost()) {
      String url = "http://beginning.example.com/film.mp4";
      ContentId film = tracker.content(4);
      Registered origin = tracker.origin();
      Registered agent = node.register(tracker);
      Registered viewer = tracker.register(HostRole.AGENT, 0, null);
      tracker.publish(url, film, 4, 1, true).is(200);
      tracker.holds(origin, film, "*");
      await().atMost(SOON).until(() -> tracker.holds(agent, film, "0-1").reachable());
      String call = "/v1/publications?url=" + encoded(url) + "&with=";

      Answer answer =
          tracker.send("GET", call + "manifest,hosts", null, viewer.token()).is(200);
      Resolution begun = answer.as(Resolution.class);

      assertThat(begun.publication()).isEqualTo(answer.as(Publication.class));
      assertThat(begun.publication().url().url()).isEqualTo(url);
      assertThat(begun.manifest().contentId()).isEqualTo(film);
      assertThat(begun.hosts())
          .extracting(HostEntry::hostId)
          .containsExactlyInAnyOrder(origin.hostId(), agent.hostId());
      assertThat(tracker.get(call + "hosts").is(200).as(Resolution.class).hosts())
          .as("without a token no viewers")
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
      assertThat(tracker.get(call + "manifest").is(200).as(Resolution.class).hosts())
          .isNull();
      assertThat(tracker.get(call + "king").is(400).body()).contains("king");
      tracker.get(call).is(400);
      tracker.send("GET", call + "hosts", null, "not a token").is(401);
      tracker
          .get("/v1/publications?with=hosts,manifest&url=" + encoded(url + "x"))
          .is(404);
    }
  }

  @Test
  void nameResolvedWithAll_manifestNotKnown_isLeftOut() {
    String url = "http://beginning.example.com/forgotten.mp4";
    ContentId unknown = new ContentId("ab".repeat(32));
    tracker.publish(url, unknown, 4, 1, true).is(200);

    Resolution begun = tracker
        .get("/v1/publications?with=manifest,hosts&url=" + encoded(url))
        .is(200)
        .as(Resolution.class);

    assertThat(begun.publication().contentId()).isEqualTo(unknown);
    assertThat(begun.manifest()).isNull();
    assertThat(begun.hosts()).isNull();
  }

  @Test
  void lookUpWithoutToken_namesNoViewers() {
    try (FakeHost node = new FakeHost()) {
      ContentId film = tracker.content(4);
      Registered origin = tracker.origin();
      Registered agent = node.register(tracker);
      tracker.holds(origin, film, "*");
      await().atMost(SOON).until(() -> tracker.holds(agent, film, "*").reachable());

      assertThat(lookUp(film, "?blocks=0-1&limit=5"))
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
      assertThat(tracker
              .send("GET", "/v1/contents/" + film + "/hosts", null, origin.token())
              .is(200)
              .as(HostQueryReply.class)
              .hosts())
          .extracting(HostEntry::hostId)
          .containsExactly(agent.hostId());
      tracker.get("/v1/contents/" + film + "/hosts?blocks=9").is(400);
      tracker.get("/v1/contents/" + "0".repeat(64) + "/hosts").is(404);
    }
  }

  @Test
  void publicationWithoutPeers_handsOutNoViewers() {
    try (FakeHost node = new FakeHost()) {
      ContentId film = tracker.content(4);
      Registered agent = node.register(tracker);
      Registered viewer = tracker.register(HostRole.AGENT, 0, null);
      await().atMost(SOON).until(() -> tracker.holds(agent, film, "*").reachable());
      assertThat(tracker.handout(viewer, film, "*")).hasSize(1);

      tracker.publish("http://quiet.example/film", film, 4, 1, false).is(200);
      assertThat(tracker.handout(viewer, film, "*")).isEmpty();

      tracker.publish("http://quiet.example/film", film, 4, 2, true).is(200);
      assertThat(tracker.handout(viewer, film, "*")).hasSize(1);
    }
  }

  @Test
  void mirrors_areHandedOutAsPlainCompleteHolders() {
    ContentId film = tracker.content(4);
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    tracker
        .publish("http://m.example/film", film, 4, 1, true, "http://mirror.example/f.mp4")
        .is(200);

    assertThat(tracker.handout(viewer, film, "0-1")).singleElement().satisfies(mirror -> {
      assertThat(mirror.role()).isEqualTo(HostRole.MIRROR);
      assertThat(mirror.url()).isEqualTo("http://mirror.example/f.mp4");
      assertThat(mirror.plain()).isTrue();
      assertThat(mirror.blocks()).isEqualTo(BlockSet.everything());
    });
    tracker
        .send(
            "DELETE",
            "/v1/publications?url=" + encoded("http://m.example/film") + "&contentId=" + film,
            null,
            PUBLISH_TOKEN)
        .is(204);
    assertThat(tracker.handout(viewer, film, "0-1")).isEmpty();
  }

  @Test
  void internalOrigin_isNamedToOperatorsCachesOnly() {
    ContentId film = tracker.content(4);
    Registration said = tracker.registration(HostRole.ORIGIN, 7080, null);
    Registered origin = tracker.register(
        new Registration(said.hostId(), HostRole.ORIGIN, 7080, null, null, null, null, true),
        PUBLISH_TOKEN);
    tracker.holds(origin, film, "*");

    assertThat(tracker.handout(tracker.register(HostRole.AGENT, 0, null), film, "*"))
        .isEmpty();
    assertThat(lookUp(film, "")).isEmpty();
    Registered cache = tracker.register(HostRole.CACHE, 7090, PUBLISH_TOKEN);
    assertThat(tracker.handout(cache, film, "*")).hasSize(1);
  }

  @Test
  void hostLeaves_vanishesAtOnce() {
    ContentId film = tracker.content(4);
    Registered origin = tracker.origin();
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    tracker.holds(origin, film, "*");
    assertThat(tracker.handout(viewer, film, "*")).hasSize(1);

    tracker.send("DELETE", "/v1/hosts/" + origin.hostId(), null, origin.token()).is(204);

    assertThat(tracker.handout(viewer, film, "*")).isEmpty();
    assertThat(tracker.announce(origin).is(404).body()).contains("register again");
    assertThat(tracker
            .send("PUT", "/v1/hosts/" + origin.hostId() + "/lease", "{}", origin.token())
            .is(404)
            .body())
        .contains(origin.hostId().hex());
  }

  @Test
  void lease_isRenewedWithoutContents() {
    Registered host = tracker.register(HostRole.AGENT, 0, null);

    AnnounceReply reply = tracker
        .send("PUT", "/v1/hosts/" + host.hostId() + "/lease", "{}", host.token())
        .is(200)
        .as(AnnounceReply.class);

    assertThat(reply.leaseSeconds()).isEqualTo(30);
    assertThat(reply.announceSeconds()).isEqualTo(2);
    assertThat(reply.contents()).isEmpty();
  }

  @Test
  void newerVersion_rebindsAndOlderIsRefused() {
    ContentId first = tracker.content(4);
    ContentId second = tracker.content(5);
    String url = "http://versions.example/film";
    tracker.publish(url, first, 4, 10, true).is(200);
    tracker.publish(url, second, 5, 11, true).is(200);

    assertThat(tracker.publish(url, first, 4, 11, true).is(409).body()).contains("above 11");
    tracker.publish(url, second, 5, 9, true).is(200);

    Publication bound = tracker
        .get("/v1/publications?url=" + encoded("spp://VERSIONS.example:1111/film"))
        .is(200)
        .as(Publication.class);
    assertThat(bound.contentId()).isEqualTo(second);
    assertThat(bound.version()).isEqualTo(11);
    tracker
        .get("/v1/publications?url=" + encoded("http://versions.example/other"))
        .is(404);
  }

  @Test
  void withdrawal_actsOnlyOnTheContentStillBound() {
    ContentId film = tracker.content(4);
    String url = "http://withdrawn.example/film";
    String call = "/v1/publications?url=" + encoded(url) + "&contentId=";
    tracker.publish(url, film, 4, 1, true).is(200);
    assertThat(tracker.get("/v1/authorities").body()).contains("withdrawn.example");

    tracker
        .send("DELETE", call + tracker.manifest(2).contentId(), null, PUBLISH_TOKEN)
        .is(409);
    tracker.send("DELETE", call + film, null, PUBLISH_TOKEN).is(204);

    tracker.get("/v1/publications?url=" + encoded(url)).is(404);
    assertThat(tracker.get("/v1/authorities").body()).doesNotContain("withdrawn.example");
    tracker.send("DELETE", call + film, null, PUBLISH_TOKEN).is(404);
    tracker.get("/v1/contents/" + film).is(200);
  }

  @Test
  void recall_alsoForgetsTheContent() {
    Manifest manifest = tracker.manifest(4);
    ContentId film = tracker.put(manifest);
    Registered origin = tracker.origin();
    tracker.publish("http://recalled.example/film", film, 4, 1, true).is(200);

    tracker
        .send(
            "DELETE",
            "/v1/publications?url=" + encoded("http://recalled.example/film") + "&contentId=" + film
                + "&recall=true",
            null,
            PUBLISH_TOKEN)
        .is(204);

    tracker.get("/v1/contents/" + film).is(404);
    tracker.send("PUT", "/v1/contents/" + film, manifest, PUBLISH_TOKEN).is(410);
    assertThat(tracker.holds(origin, film, "*").contents().get(0).error())
        .isEqualTo("recalled content");
    tracker.get("/v1/contents/" + film + "/hosts").is(410);
    Publication again =
        TrackerUnderTest.publication("http://recalled.example/again", film, 4, 2, true);
    assertThat(tracker
            .send("PUT", "/v1/publications", again, PUBLISH_TOKEN)
            .is(410)
            .body())
        .contains("recalled");
    tracker
        .get("/v1/publications?url=" + encoded("http://recalled.example/again"))
        .is(404);
  }

  @Test
  void recall_thatIsMisspelt_isRefusedAndNothingIsWithdrawn() {
    ContentId film = tracker.content(4);
    String url = "/v1/publications?url=" + encoded("http://kept.example/film");
    tracker.publish("http://kept.example/film", film, 4, 1, true).is(200);

    tracker
        .send("DELETE", url + "&contentId=" + film + "&recall=yes", null, PUBLISH_TOKEN)
        .is(400);

    tracker.get(url).is(200);
  }

  @Test
  void mediaTypesThatAreNone_are400() {
    Registered host = tracker.register(HostRole.AGENT, 0, null);
    for (String type : List.of("x", "application/json;charset=bogus")) {
      HttpResponse<byte[]> answer =
          tracker.sendRaw("POST", "/v1/announce", "{}".getBytes(UTF_8), type, host.token());
      assertThat(answer.statusCode()).as(type).isEqualTo(400);
    }
  }

  @Test
  void registrationWithoutARole_is400ThatSaysSo() {
    String body = "{\"hostId\":\"" + "0a".repeat(16) + "\",\"port\":2000}";

    assertThat(tracker.send("POST", "/v1/hosts", body, null).is(400).body()).contains("role");
  }

  @Test
  void leaseWithAnotherHostsId_is403() {
    Registered one = tracker.register(HostRole.AGENT, 0, null);
    String body = "{\"hostId\":\"" + "0b".repeat(16) + "\"}";

    tracker
        .send("PUT", "/v1/hosts/" + one.hostId() + "/lease", body, one.token())
        .is(403);
  }

  @Test
  void answersThatRefuse_sayHowToComeBack() {
    assertThat(
            tracker.send("POST", "/v1/publications", "{}", null).is(401).header("WWW-Authenticate"))
        .isEqualTo("Bearer");
    assertThat(tracker.send("PUT", "/v1/stats", "{}", null).is(405).header("Allow"))
        .contains("GET");
    assertThat(tracker.send("HEAD", "/v1/stats", null, null).is(200).body()).isEmpty();
    assertThat(tracker.get("/v1/nothing").is(404).body()).contains("path: /v1/nothing");
  }

  @Test
  void unchangedManifest_is304WithTheFieldsOfThe200() {
    String path = "/v1/contents/" + tracker.content(3);
    Answer whole = tracker.get(path).is(200);

    Answer unchanged = tracker
        .send("GET", path, null, null, "If-None-Match", whole.header("ETag"))
        .is(304);

    assertThat(unchanged.header("Cache-Control")).isEqualTo(whole.header("Cache-Control"));
    assertThat(unchanged.header("Vary")).isEqualTo(whole.header("Vary"));
  }

  @Test
  void forgedSignature_isRefused() {
    ContentId film = tracker.content(4);
    Publication signed = PublisherKey.ofSeed(new byte[32])
        .sign(TrackerUnderTest.publication("http://signed.example/film", film, 4, 1, true));
    Publication forged = TrackerUnderTest.publication(
            "http://signed.example/film", film, 4, 2, true)
        .signed(String.valueOf(signed.publisher()), String.valueOf(signed.signature()));

    tracker.send("PUT", "/v1/publications", signed, PUBLISH_TOKEN).is(200);
    assertThat(tracker
            .send("PUT", "/v1/publications", forged, PUBLISH_TOKEN)
            .is(400)
            .body())
        .contains("signature");
  }

  @Test
  void catalogue_pagesAndSearchesByWords() {
    ContentId film = tracker.content(4);
    for (int i = 0; i < 25; i++) {
      String name =
          String.format("http://cat.example/%s/part-%02d.mp4", i % 2 == 0 ? "Bird" : "Fish", i);
      tracker.publish(name, film, 4, 1, true).is(200);
    }

    Catalogue first = catalogue("authority=cat.example&limit=10");
    Catalogue second = catalogue("authority=cat.example&limit=10&cursor=" + first.next());
    Catalogue third = catalogue("authority=cat.example&limit=10&cursor=" + second.next());

    assertThat(first.publications()).hasSize(10);
    assertThat(second.publications()).hasSize(10);
    assertThat(third.publications()).hasSize(5);
    assertThat(third.next()).isNull();
    assertThat(first.publications().get(0).url().path()).isEqualTo("/Bird/part-00.mp4");
    assertThat(catalogue("q=bird").publications()).hasSize(13);
    assertThat(catalogue("q=fish%2003").publications()).hasSize(1);
    assertThat(catalogue("q=bird%2003").publications()).isEmpty();
    assertThat(catalogue("q=bird&authority=elsewhere.example").publications()).isEmpty();
  }

  @Test
  void manyStatedAtOnce_areTakenAndWrongOnesRefusedAlone() {
    List<Manifest> manifests = List.of(tracker.manifest(4), tracker.manifest(5));
    List<Publication> publications = List.of(
        stated("http://many.example/1", manifests.get(0)),
        stated("http://many.example/2", manifests.get(1)),
        stated("http://many.example/1", manifests.get(1)));

    StatementReply reply = tracker
        .send("POST", "/v1/publications", new Statement(manifests, publications), PUBLISH_TOKEN)
        .is(200)
        .as(StatementReply.class);

    assertThat(reply.refused()).singleElement().satisfies(refused -> {
      assertThat(refused.status()).isEqualTo(409);
      assertThat(String.valueOf(refused.url())).isEqualTo("http://many.example/1");
    });
    assertThat(catalogue("authority=many.example").publications()).hasSize(2);
    tracker.get("/v1/contents/" + manifests.get(1).contentId()).is(200);
    tracker.send("POST", "/v1/publications", "{}", null).is(401);
    tracker
        .send(
            "POST",
            "/v1/publications",
            "{\"publications\":[{\"url\":\"ftp://x/y\"}]}",
            PUBLISH_TOKEN)
        .is(400);
  }

  private static Publication stated(String url, Manifest manifest) {
    return TrackerUnderTest.publication(url, manifest.contentId(), manifest.blockCount(), 1, true);
  }

  @Test
  void historyAndAvailability_areAggregates() {
    ContentId film = tracker.content(10);
    Registered origin = tracker.origin();
    tracker.holds(origin, film, "*");
    tracker.holds(tracker.register(HostRole.AGENT, 0, null), film, "0-4");

    String availability =
        tracker.get("/v1/contents/" + film + "/availability").is(200).body();

    assertThat(availability)
        .contains("\"complete\":1", "\"partial\":1", "\"holders\":[2,2,2,2,2,1,1,1,1,1]")
        .doesNotContain(origin.hostId().hex(), "127.0.0.1");
    tracker.get("/v1/contents/" + "0".repeat(64) + "/availability").is(404);
    await()
        .atMost(SOON)
        .until(() -> tracker
            .get("/v1/history")
            .is(200)
            .body()
            .matches("\\{\"everySeconds\":60,\"samples\":\\[\\{\"at\":[0-9]+000,.*"));
  }

  @Test
  void authorities_areNotSentTwice() {
    tracker.publish("http://etag.example/film", tracker.content(1), 1, 1, true).is(200);
    Answer answer = tracker.get("/v1/authorities").is(200);
    tracker
        .send("GET", "/v1/authorities", null, null, "If-None-Match", answer.header("ETag"))
        .is(304);
  }

  @Test
  void receivedBytes_countOnceForTheSendersRole() {
    TrackerStats before = stats();
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    tracker.bytes(viewer, new BytesByRole(100, 20, 3), 90);
    tracker.bytes(viewer, new BytesByRole(100, 20, 3), 90);
    tracker.bytes(viewer, new BytesByRole(50, 20, 3), 10);
    tracker.bytes(viewer, new BytesByRole(150, 20, 3), 120);
    Registered origin = tracker.origin();
    tracker.bytes(origin, BytesByRole.NONE, 1_000);

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
  void trafficOfContents_countsByTitleAndDay_andEachReportOnce() {
    ContentId film = tracker.content(100);
    String name = "http://titles.example/film.mp4";
    tracker.publish(name, film, 100, 1, true).is(200);
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    AnnouncedContent first = AnnouncedContent.moved(film, new ContentTraffic(100, 200, 30, 400));

    tracker.moved(viewer, 1L, first).is(200);
    tracker.moved(viewer, 1L, first).is(200);
    tracker.sendRaw(
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
    tracker
        .moved(viewer, null, AnnouncedContent.moved(film, new ContentTraffic(1, 2, 3, 4)))
        .is(200);
    ContentId unknown = tracker.manifest(3).contentId();
    AnnounceReply reply = tracker
        .moved(viewer, 3L, AnnouncedContent.moved(unknown, new ContentTraffic(0, 0, 0, 9)))
        .is(200)
        .as(AnnounceReply.class);

    JsonNode savings = tracker.managed("/actuator/savings?limit=1000");
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
    assertThat(tracker.managed("/actuator/swarms/" + film).at("/traffic"))
        .isEqualTo(title.at("/traffic"));
  }

  private static @Nullable JsonNode titleOf(JsonNode savings, ContentId content) {
    for (JsonNode title : savings.at("/titles")) {
      if (title.at("/contentId").asString().equals(content.hex())) {
        return title;
      }
    }
    return null;
  }

  @Test
  void registeredAgain_countsFromZero() {
    Registration said = tracker.registration(HostRole.AGENT, 0, null);
    Registered first = tracker.register(said, null);
    tracker.bytes(first, new BytesByRole(0, 500, 0), 500);
    TrackerStats before = stats();

    Registered second = tracker.register(said, first.token());
    tracker.bytes(second, new BytesByRole(0, 40, 0), 40);

    assertThat(stats().bytesServed().cache() - before.bytesServed().cache()).isEqualTo(40);
  }

  @Test
  void complaint_isTakenAsHint() {
    Registered viewer = tracker.register(HostRole.AGENT, 0, null);
    Registered accused = tracker.origin();
    ContentId film = tracker.content(4);
    Complaint complaint =
        new Complaint(viewer.hostId(), accused.hostId(), film, 1, "digest differs");

    tracker.send("POST", "/v1/complaints", complaint, viewer.token()).is(202);
    tracker.send("POST", "/v1/complaints", complaint, accused.token()).is(403);
    tracker.holds(accused, film, "*");
    assertThat(tracker.handout(viewer, film, "*")).as("nobody is banned").hasSize(1);
  }

  @Test
  void page_isServedWithStrictPolicy() {
    Answer page = tracker.get("/").is(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(page.body()).contains("/assets/tracker.js", "/assets/tracker.css");
    assertThat(tracker.get("/assets/tracker.js").is(200).header("Content-Type"))
        .startsWith("text/javascript");
    assertThat(tracker.get("/assets/tracker.css").is(200).header("Content-Type"))
        .startsWith("text/css");
    tracker.send("GET", "/", null, null, "If-None-Match", page.header("ETag")).is(304);
  }

  /** Answers once hung about every 150th time; see RoutesInTurn in p2pd-transport. */
  @Test
  void quickRequestsOnOneConnection_areAllAnswered() {
    for (int i = 0; i < 1_000; i++) {
      tracker.get("/v1/stats").is(200);
      tracker.get("/v1/contents/XYZ").is(400);
      tracker.get("/v1/nowhere").is(404);
    }
  }

  @Test
  void health_isOnTheManagementPort() {
    assertThat(tracker
            .send("GET", tracker.management("/actuator/health/readiness").toString(), null, null)
            .is(200)
            .body())
        .contains("UP");
    tracker.get("/actuator/health").is(404);
  }

  private Catalogue catalogue(String query) {
    return tracker.get("/v1/publications?" + query).is(200).as(Catalogue.class);
  }

  private TrackerStats stats() {
    return tracker.get("/v1/stats").is(200).as(TrackerStats.class);
  }

  private List<HostEntry> lookUp(ContentId film, String query) {
    return tracker
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
