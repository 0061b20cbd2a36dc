package org.p2pd.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreSettings;
import org.p2pd.testkit.bytes.TestBytes;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class UnannouncedContentsTest {
  private static final byte[] BYTES = TestBytes.random(1_000, 1);
  private static final Manifest FILM = new Manifest(
      BlockLayout.ofLength(BYTES.length), Digest.of(BYTES).toRaw(), Digest.of(BYTES), "video/mp4");

  @TempDir
  Path directory;

  private BlockStore store;

  @BeforeEach
  void open() throws IOException {
    store = BlockStore.open(new StoreSettings(directory, 32 << 20));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void crashedInTheMiddleOfAFilm_isStillNotAnnounced() {
    UnannouncedContents before = new UnannouncedContents(store);
    before.add(FILM.contentId());

    Boolean known = before
        .noting(FILM, Flux.defer(() -> Mono.just(storedAndCrashed())))
        .blockLast(Duration.ofSeconds(20));

    assertThat(known).isTrue();
  }

  @Test
  void filmThatTheTrackerKnows_isNotMarked() {
    UnannouncedContents unannounced = new UnannouncedContents(store);

    unannounced.noting(FILM, Flux.defer(() -> Mono.just(storedAndCrashed()))).blockLast();

    assertThat(new UnannouncedContents(store).contains(FILM.contentId())).isFalse();
  }

  /** Stores the first block; whether a start at this moment would know not to announce it. */
  private boolean storedAndCrashed() {
    store.register(FILM);
    store.put(FILM.blockDigest(0), ByteBuffer.wrap(BYTES));
    return new UnannouncedContents(store).contains(FILM.contentId());
  }
}
