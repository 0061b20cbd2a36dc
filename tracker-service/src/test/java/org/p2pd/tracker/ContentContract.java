package org.p2pd.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.p2pd.tracker.TrackerUnderTest.PUBLISH_TOKEN;

import java.net.http.HttpResponse;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.tracker.TrackerUnderTest.Answer;
import org.p2pd.tracker.web.WireForm;

/** Manifests, in JSON and CBOR. A part of {@link TrackerContract}. */
@NullUnmarked
interface ContentContract {
  /** The tracker of this run. */
  TrackerUnderTest tracker();

  @Test
  default void manifest_comesBackImmutableAndEqual() {
    Manifest manifest = tracker().manifest(17);
    tracker().put(manifest);

    Answer answer = tracker().get("/v1/contents/" + manifest.contentId()).is(200);
    assertThat(answer.as(Manifest.class)).isEqualTo(manifest);
    assertThat(answer.header("Cache-Control")).isEqualTo("max-age=31536000, public, immutable");
    tracker()
        .send(
            "GET",
            "/v1/contents/" + manifest.contentId(),
            null,
            null,
            "If-None-Match",
            answer.header("ETag"))
        .is(304);
    tracker().get("/v1/contents/" + "0".repeat(64)).is(404);
    assertThat(tracker()
            .send("PUT", "/v1/contents/" + "0".repeat(64), manifest, PUBLISH_TOKEN)
            .is(400)
            .body())
        .contains(manifest.contentId().hex());
  }

  @Test
  default void manifestInCbor_hasRawDigests() {
    Manifest manifest = tracker().manifest(3);
    byte[] cbor = WireForm.CBOR.mapper().writeValueAsBytes(manifest);
    String path = "/v1/contents/" + manifest.contentId();

    assertThat(tracker()
            .sendRaw("PUT", path, cbor, "application/cbor", PUBLISH_TOKEN)
            .statusCode())
        .isEqualTo(204);
    HttpResponse<byte[]> answer =
        tracker().sendRaw("GET", path, null, "application/cbor", PUBLISH_TOKEN);

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/cbor");
    assertThat(answer.headers().firstValue("Vary").orElse("")).contains("Accept");
    assertThat(new String(answer.body(), ISO_8859_1))
        .contains(new String(manifest.rawBlockDigests(), ISO_8859_1));
    assertThat(WireForm.CBOR.mapper().readValue(answer.body(), Manifest.class)).isEqualTo(manifest);
    assertThat(tracker().get(path).is(200).as(Manifest.class)).as("JSON").isEqualTo(manifest);
  }

  @Test
  default void unchangedManifest_is304WithTheFieldsOfThe200() {
    String path = "/v1/contents/" + tracker().content(3);
    Answer whole = tracker().get(path).is(200);

    Answer unchanged = tracker()
        .send("GET", path, null, null, "If-None-Match", whole.header("ETag"))
        .is(304);

    assertThat(unchanged.header("Cache-Control")).isEqualTo(whole.header("Cache-Control"));
    assertThat(unchanged.header("Vary")).isEqualTo(whole.header("Vary"));
  }
}
