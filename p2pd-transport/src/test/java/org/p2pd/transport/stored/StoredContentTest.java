package org.p2pd.transport.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreListener;
import org.p2pd.store.StoreSettings;
import org.p2pd.testkit.bytes.TestBytes;
import org.p2pd.transport.serve.Piece;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class StoredContentTest {
  private static final int BLOCK = BlockLayout.BLOCK_SIZE_MIN;
  private static final byte[] BYTES = TestBytes.random(BLOCK, 1);
  private static final byte[] OTHER_BYTES = TestBytes.random(BLOCK, 2);
  private static final Manifest WANTED = manifest(BYTES);
  private static final Manifest OTHER = manifest(OTHER_BYTES);

  private final Scheduler disk = Schedulers.newSingle("p2pd-disk");

  @TempDir
  Path directory;

  private BlockStore store;
  private StoredContent content;

  @BeforeEach
  void open() throws IOException {
    try (BlockStore before = BlockStore.open(settings())) {
      put(before, WANTED, BYTES);
      put(before, OTHER, OTHER_BYTES);
    }
    store = BlockStore.open(settings());
    content = new StoredContent(store, disk);
  }

  private static Manifest manifest(byte[] block) {
    return new Manifest(new BlockLayout(BLOCK, BLOCK), Digest.of(block).toRaw(), null, null);
  }

  private static void put(BlockStore store, Manifest manifest, byte[] block) {
    store.register(manifest);
    store.put(manifest.blockDigest(0), ByteBuffer.wrap(block));
  }

  private StoreSettings settings() {
    return new StoreSettings(directory, 1 << 20);
  }

  @AfterEach
  void close() throws IOException {
    disk.dispose();
    store.close();
  }

  @Test
  void block_there_isHeldUntilItsPieceIsReleased() {
    Piece.FilePiece piece =
        (Piece.FilePiece) content.block(WANTED.blockDigest(0)).blockOptional().orElseThrow();
    store.forget(WANTED.contentId());

    assertThat(piece.file()).hasBinaryContent(BYTES);
    piece.release();
    assertThat(piece.file()).doesNotExist();
  }

  @Test
  void block_absent_isEmpty() {
    assertThat(content.block(Digest.of(new byte[1])).blockOptional()).isEmpty();
  }

  @Test
  void block_clientGoesAwayWhileItIsLeased_theLeaseEnds() {
    Path file = file(WANTED.blockDigest(0));
    HeldUp heldUp = new HeldUp();
    store.onChange(heldUp);
    // A block's first lease tells listeners what happened before: here that another block was given
    // up.
    store.beforeDelete(block -> {
      if (block.equals(OTHER.blockDigest(0))) {
        Disposable client = content.block(WANTED.blockDigest(0)).subscribe(Piece::release);
        HeldUp.await(heldUp.leasing);
        client.dispose();
        heldUp.goOn.countDown();
        awaitDisk();
      }
    });

    store.forget(OTHER.contentId());
    store.forget(WANTED.contentId());

    assertThat(file).doesNotExist();
  }

  private void awaitDisk() {
    CountDownLatch idle = new CountDownLatch(1);
    disk.schedule(idle::countDown);
    HeldUp.await(idle);
  }

  private Path file(Digest block) {
    return directory.resolve("blocks").resolve(block.hex().substring(0, 2)).resolve(block.hex());
  }

  /** Holds up the lease that tells of a block that was given up. */
  private static final class HeldUp implements StoreListener {
    private final CountDownLatch leasing = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public void stored(ContentId content, int block) {
      // Nothing is put.
    }

    @Override
    public void dropped(ContentId content, int block) {
      if (content.equals(OTHER.contentId())) {
        leasing.countDown();
        await(goOn);
      }
    }

    /** Deaf to interrupts: that is how a client who goes away is noticed. */
    static void await(CountDownLatch latch) {
      boolean over = false;
      while (!over) {
        try {
          latch.await();
          over = true;
        } catch (InterruptedException e) {
          // Once more.
        }
      }
    }
  }
}
