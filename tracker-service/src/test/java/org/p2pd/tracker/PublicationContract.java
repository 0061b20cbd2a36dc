package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;
import static org.p2pd.tracker.TrackerUnderTest.encoded;

import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.publication.PublisherKey;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.catalogue.Resolution;
import org.p2pd.tracker.TrackerUnderTest.Answer;

/** What a name is bound to: resolved, bound anew, withdrawn, recalled. A part of {@link TrackerContract}. */
@NullUnmarked
interface PublicationContract {
  Duration SOON = Duration.ofSeconds(60);

  /** The tracker of this run. */
  TrackerUnderTest tracker();

  @Test
  default void nameResolvedWithAll_isAnsweredWithManifestAndHosts_andReadAsAPublication() {
    try (FakeHost node = new FakeHost()) {
      String url = "http://beginning.example.com/film.mp4";
      ContentId film = tracker().content(4);
      Registered origin = tracker().origin();
      Registered agent = node.register(tracker());
      Registered viewer = tracker().register(HostRole.AGENT, 0, null);
      tracker().publish(url, film, 4, 1, true).is(200);
      tracker().holds(origin, film, "*");
      await().atMost(SOON).until(() -> tracker().holds(agent, film, "0-1").reachable());
      String call = "/v1/publications?url=" + encoded(url) + "&with=";

      Answer answer =
          tracker().send("GET", call + "manifest,hosts", null, viewer.token()).is(200);
      Resolution begun = answer.as(Resolution.class);

      assertThat(begun.publication()).isEqualTo(answer.as(Publication.class));
      assertThat(begun.publication().url().url()).isEqualTo(url);
      assertThat(begun.manifest().contentId()).isEqualTo(film);
      assertThat(begun.hosts())
          .extracting(HostEntry::hostId)
          .containsExactlyInAnyOrder(origin.hostId(), agent.hostId());
      assertThat(tracker().get(call + "hosts").is(200).as(Resolution.class).hosts())
          .as("without a token no viewers")
          .extracting(HostEntry::hostId)
          .containsExactly(origin.hostId());
      assertThat(tracker().get(call + "manifest").is(200).as(Resolution.class).hosts())
          .isNull();
      assertThat(tracker().get(call + "king").is(400).body()).contains("king");
      tracker().get(call).is(400);
      tracker().send("GET", call + "hosts", null, "not a token").is(401);
      tracker()
          .get("/v1/publications?with=hosts,manifest&url=" + encoded(url + "x"))
          .is(404);
    }
  }

  @Test
  default void nameResolvedWithAll_manifestNotKnown_isLeftOut() {
    String url = "http://beginning.example.com/forgotten.mp4";
    ContentId unknown = new ContentId("ab".repeat(32));
    tracker().publish(url, unknown, 4, 1, true).is(200);

    Resolution begun = tracker()
        .get("/v1/publications?with=manifest,hosts&url=" + encoded(url))
        .is(200)
        .as(Resolution.class);

    assertThat(begun.publication().contentId()).isEqualTo(unknown);
    assertThat(begun.manifest()).isNull();
    assertThat(begun.hosts()).isNull();
  }

  @Test
  default void newerVersion_rebindsAndOlderIsRefused() {
    ContentId first = tracker().content(4);
    ContentId second = tracker().content(5);
    String url = "http://versions.example/film";
    tracker().publish(url, first, 4, 10, true).is(200);
    tracker().publish(url, second, 5, 11, true).is(200);

    assertThat(tracker().publish(url, first, 4, 11, true).is(409).body()).contains("above 11");
    tracker().publish(url, second, 5, 9, true).is(200);

    Publication bound = tracker()
        .get("/v1/publications?url=" + encoded("spp://VERSIONS.example:1111/film"))
        .is(200)
        .as(Publication.class);
    assertThat(bound.contentId()).isEqualTo(second);
    assertThat(bound.version()).isEqualTo(11);
    tracker()
        .get("/v1/publications?url=" + encoded("http://versions.example/other"))
        .is(404);
  }

  @Test
  default void withdrawal_actsOnlyOnTheContentStillBound() {
    ContentId film = tracker().content(4);
    String url = "http://withdrawn.example/film";
    String call = "/v1/publications?url=" + encoded(url) + "&contentId=";
    tracker().publish(url, film, 4, 1, true).is(200);
    assertThat(tracker().get("/v1/authorities").body()).contains("withdrawn.example");

    tracker()
        .send("DELETE", call + tracker().manifest(2).contentId(), null, PUBLISH_TOKEN)
        .is(409);
    tracker().send("DELETE", call + film, null, PUBLISH_TOKEN).is(204);

    tracker().get("/v1/publications?url=" + encoded(url)).is(404);
    assertThat(tracker().get("/v1/authorities").body()).doesNotContain("withdrawn.example");
    tracker().send("DELETE", call + film, null, PUBLISH_TOKEN).is(404);
    tracker().get("/v1/contents/" + film).is(200);
  }

  @Test
  default void recall_alsoForgetsTheContent() {
    Manifest manifest = tracker().manifest(4);
    ContentId film = tracker().put(manifest);
    Registered origin = tracker().origin();
    tracker().publish("http://recalled.example/film", film, 4, 1, true).is(200);

    tracker()
        .send(
            "DELETE",
            "/v1/publications?url=" + encoded("http://recalled.example/film") + "&contentId=" + film
                + "&recall=true",
            null,
            PUBLISH_TOKEN)
        .is(204);

    tracker().get("/v1/contents/" + film).is(404);
    tracker().send("PUT", "/v1/contents/" + film, manifest, PUBLISH_TOKEN).is(410);
    assertThat(tracker().holds(origin, film, "*").contents().get(0).error())
        .isEqualTo("recalled content");
    tracker().get("/v1/contents/" + film + "/hosts").is(410);
    Publication again =
        TrackerUnderTest.publication("http://recalled.example/again", film, 4, 2, true);
    assertThat(tracker()
            .send("PUT", "/v1/publications", again, PUBLISH_TOKEN)
            .is(410)
            .body())
        .contains("recalled");
    tracker()
        .get("/v1/publications?url=" + encoded("http://recalled.example/again"))
        .is(404);
  }

  @Test
  default void recall_thatIsMisspelt_isRefusedAndNothingIsWithdrawn() {
    ContentId film = tracker().content(4);
    String url = "/v1/publications?url=" + encoded("http://kept.example/film");
    tracker().publish("http://kept.example/film", film, 4, 1, true).is(200);

    tracker()
        .send("DELETE", url + "&contentId=" + film + "&recall=yes", null, PUBLISH_TOKEN)
        .is(400);

    tracker().get(url).is(200);
  }

  @Test
  default void forgedSignature_isRefused() {
    ContentId film = tracker().content(4);
    Publication signed = PublisherKey.ofSeed(new byte[32])
        .sign(TrackerUnderTest.publication("http://signed.example/film", film, 4, 1, true));
    Publication forged = TrackerUnderTest.publication(
            "http://signed.example/film", film, 4, 2, true)
        .signed(String.valueOf(signed.publisher()), String.valueOf(signed.signature()));

    tracker().send("PUT", "/v1/publications", signed, PUBLISH_TOKEN).is(200);
    assertThat(tracker()
            .send("PUT", "/v1/publications", forged, PUBLISH_TOKEN)
            .is(400)
            .body())
        .contains("signature");
  }
}
