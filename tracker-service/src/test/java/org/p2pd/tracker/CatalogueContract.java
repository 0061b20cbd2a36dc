package org.p2pd.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.protocol.tracker.catalogue.Statement;
import org.p2pd.protocol.tracker.catalogue.StatementReply;
import org.p2pd.tracker.TrackerUnderTest.Answer;
import org.p2pd.tracker.web.WireForm;
import org.p2pd.transport.wire.WireFormat;

/** All names: pages, searches, authorities, and many stated at once. A part of {@link TrackerContract}. */
@NullUnmarked
interface CatalogueContract {
  /** The tracker of this run. */
  TrackerUnderTest tracker();

  @Test
  default void catalogue_pagesAndSearchesByWords() {
    ContentId film = tracker().content(4);
    for (int i = 0; i < 25; i++) {
      String name =
          String.format("http://cat.example/%s/part-%02d.mp4", i % 2 == 0 ? "Bird" : "Fish", i);
      tracker().publish(name, film, 4, 1, true).is(200);
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
  default void manyStatedAtOnce_entriesThatCannotBeRead_areRefusedAlone_unlessNothingNamesThem() {
    Manifest manifest = tracker().manifest(6);
    Publication good = stated("http://unreadable.example/1", manifest);
    String json = WireFormat.json().writeValueAsString(manifest);
    String otherBytes = json.replace(
        "\"length\":" + manifest.layout().length(),
        "\"length\":" + (manifest.layout().length() - 1));
    String oddSize = WireFormat.json()
        .writeValueAsString(stated("http://unreadable.example/2", manifest))
        .replace("\"blockSize\":" + manifest.layout().blockSize(), "\"blockSize\":\"odd\"");
    String statement = "{\"manifests\":[" + json + "," + otherBytes + "],\"publications\":["
        + oddSize + "," + WireFormat.json().writeValueAsString(good) + "]}";

    StatementReply reply = tracker()
        .send("POST", "/v1/publications", statement, PUBLISH_TOKEN)
        .is(200)
        .as(StatementReply.class);

    assertThat(reply.refused())
        .extracting(StatementReply.Refusal::status)
        .containsExactly(400, 400);
    assertThat(reply.refused().get(0).url()).isNull();
    assertThat(reply.refused().get(0).contentId()).isEqualTo(manifest.contentId());
    assertThat(String.valueOf(reply.refused().get(1).url()))
        .isEqualTo("http://unreadable.example/2");
    assertThat(catalogue("authority=unreadable.example").publications()).hasSize(1);
    tracker()
        .send("POST", "/v1/publications", "{\"publications\":[{\"url\":\"x\"}]}", PUBLISH_TOKEN)
        .is(400);
    tracker()
        .send("POST", "/v1/publications", "{\"manifests\":[null]}", PUBLISH_TOKEN)
        .is(400);
  }

  @Test
  default void manyStatedAtOnce_areTakenAndWrongOnesRefusedAlone() {
    List<Manifest> manifests = List.of(tracker().manifest(4), tracker().manifest(5));
    List<Publication> publications = List.of(
        stated("http://many.example/1", manifests.get(0)),
        stated("http://many.example/2", manifests.get(1)),
        stated("http://many.example/1", manifests.get(1)));

    StatementReply reply = tracker()
        .send("POST", "/v1/publications", new Statement(manifests, publications), PUBLISH_TOKEN)
        .is(200)
        .as(StatementReply.class);

    assertThat(reply.refused()).singleElement().satisfies(refused -> {
      assertThat(refused.status()).isEqualTo(409);
      assertThat(String.valueOf(refused.url())).isEqualTo("http://many.example/1");
    });
    assertThat(catalogue("authority=many.example").publications()).hasSize(2);
    tracker().get("/v1/contents/" + manifests.get(1).contentId()).is(200);
    tracker().send("POST", "/v1/publications", "{}", null).is(401);
    tracker()
        .send(
            "POST",
            "/v1/publications",
            "{\"publications\":[{\"url\":\"ftp://x/y\"}]}",
            PUBLISH_TOKEN)
        .is(400);
  }

  @Test
  default void manyStatedAtOnceInCbor_withRawDigests_areTaken() {
    Manifest manifest = tracker().manifest(7);
    Statement statement =
        new Statement(List.of(manifest), List.of(stated("http://binary.example/1", manifest)));

    StatementReply reply = WireFormat.json()
        .readValue(
            tracker()
                .sendRaw(
                    "POST",
                    "/v1/publications",
                    WireForm.CBOR.mapper().writeValueAsBytes(statement),
                    "application/cbor",
                    PUBLISH_TOKEN)
                .body(),
            StatementReply.class);

    assertThat(reply.refused()).isEmpty();
    assertThat(catalogue("authority=binary.example").publications()).hasSize(1);
  }

  @Test
  default void authorities_areNotSentTwice() {
    tracker()
        .publish("http://etag.example/film", tracker().content(1), 1, 1, true)
        .is(200);
    Answer answer = tracker().get("/v1/authorities").is(200);
    tracker()
        .send("GET", "/v1/authorities", null, null, "If-None-Match", answer.header("ETag"))
        .is(304);
  }

  private static Publication stated(String url, Manifest manifest) {
    return TrackerUnderTest.publication(url, manifest.contentId(), manifest.blockCount(), 1, true);
  }

  private Catalogue catalogue(String query) {
    return tracker().get("/v1/publications?" + query).is(200).as(Catalogue.class);
  }
}
