package org.p2pd.cache.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.publication.PublisherKey;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreSettings;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.transport.dial.DialPolicy;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.resolve.KeyPins;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.wire.WireFormat;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A tracker that answers with the publication of another name, and a cache that is started again. */
class ITKnownNames {
  private static final byte[] BYTES = TestBytes.random(1_000, 1);
  private static final Manifest MANIFEST = new Manifest(
      BlockLayout.ofLength(BYTES.length), Digest.of(BYTES).toRaw(), Digest.of(BYTES), "video/mp4");
  private static final ContentName ASKED = ContentName.parse("http://www.films.example/film.mp4");
  private static final ContentName ANSWERED = ContentName.parse("http://films.example/film.mp4");
  private static final PublisherKey KEY = PublisherKey.ofSeed(TestBytes.random(32, 1));

  @TempDir
  Path directory;

  private BlockStore store;
  private DisposableServer tracker;

  @BeforeEach
  void start() throws IOException {
    store = BlockStore.open(new StoreSettings(directory, 32 << 20));
    store.register(MANIFEST);
    store.put(MANIFEST.blockDigest(0), ByteBuffer.wrap(BYTES));
    tracker = HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes
            .get(
                "/v1/publications",
                (request, response) -> response.sendString(
                    Mono.just(WireFormat.json().writeValueAsString(publication()))))
            .get(
                "/v1/contents/{id}",
                (request, response) ->
                    response.sendString(Mono.just(WireFormat.json().writeValueAsString(MANIFEST)))))
        .bindNow();
  }

  @AfterEach
  void stop() throws IOException {
    tracker.disposeNow();
    store.close();
  }

  @Test
  void startedAgain_nameThatWasAskedForIsKnown_theOneInTheAnswerIsNot() {
    resolveAndNote();

    ContentResolver again = begun(KeyPins.inMemory());

    assertThat(again.knows(ASKED)).isTrue();
    assertThat(again.knows(ANSWERED)).isFalse();
  }

  @Test
  void startedAgain_providerIsPinnedToAKeyByNow_unsignedBindingIsLeftOut() {
    resolveAndNote();
    KeyPins pins = KeyPins.inMemory();
    pins.pin(ASKED.authority(), List.of(KEY.publicKeyBase64()));

    ContentResolver again = begun(pins);

    assertThat(again.knows(ASKED)).isFalse();
    assertThat(again.knows(ANSWERED)).isFalse();
  }

  private void resolveAndNote() {
    begun(KeyPins.inMemory()).resolve(ASKED).block(Duration.ofSeconds(20));
    assertThat(store.notes().get(MANIFEST.contentId())).isNotEmpty();
  }

  /** As after a start: nothing but what is noted in the store is known. */
  private ContentResolver begun(KeyPins pins) {
    Dialer dialer = new Dialer(new DialPolicy(List.of()));
    TrackerClient client =
        new TrackerClient(dialer, List.of(URI.create("http://127.0.0.1:" + tracker.port())));
    ContentResolver resolver = new ContentResolver(client, dialer, pins, Clock.systemUTC());
    new KnownNames(store, resolver, Schedulers.immediate()).begin();
    return resolver;
  }

  private static Publication publication() {
    return new Publication(
        ANSWERED,
        MANIFEST.contentId(),
        BYTES.length,
        MANIFEST.layout().blockSize(),
        Digest.of(BYTES),
        "video/mp4",
        1_000,
        1,
        Long.MAX_VALUE,
        true,
        List.of(),
        null,
        null);
  }
}
