package org.p2pd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;

/** A store that is used while its directory is still being read. */
class BlockStoreScanTest {
  private static final Film FILM = Film.ofBlocks(250, 7);
  private static final ContentId ID = FILM.manifest().contentId();
  private static final Film OTHER = Film.ofBlocks(200, 8);
  private static final int STRANGERS = 5_000;
  private static final long BYTES_MAX = 5 << 20;
  private static final long SMALLER = 2 << 20;
  private static final Duration SCAN_MAX = Duration.ofMinutes(2);

  private @TempDir Path directory;

  /** A film, and blocks of contents that nobody knows any more: enough for a scan to take its time. */
  @BeforeEach
  void fill() throws IOException {
    try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
      store.register(FILM.manifest());
      for (int i = 0; i < FILM.blocks(); i++) {
        store.put(FILM.digest(i), FILM.block(i));
      }
    }
    for (int i = 0; i < STRANGERS; i++) {
      String hex = Digest.of(new byte[] {(byte) i, (byte) (i >> 8)}).hex();
      Path folder = directory.resolve("blocks").resolve(hex.substring(0, 2));
      Files.createDirectories(folder);
      Files.write(folder.resolve(hex), new byte[1]);
    }
  }

  private BlockStore openAtOnce() throws IOException {
    return BlockStore.openAtOnce(new StoreSettings(directory, BYTES_MAX));
  }

  @Test
  void scanUnderWay_whatIsThereIsLeasedAndNothingIsKept() throws Exception {
    HeldUp heldUp = new HeldUp();
    try (BlockStore store = openAtOnce()) {
      store.onChange(heldUp);
      assertThat(heldUp.arrived.await(1, TimeUnit.MINUTES)).isTrue();
      long before = Directories.bytes(directory);

      store.register(FILM.manifest());
      store.register(OTHER.manifest());

      assertThat(store.held(ID)).isEqualTo(BlockSet.first(FILM.blocks()));
      for (int i = 0; i < FILM.blocks(); i++) {
        store.lease(FILM.digest(i)).orElseThrow().close();
      }
      assertThat(store.put(OTHER.digest(0), OTHER.block(0))).isEqualTo(PutResult.NO_ROOM);
      assertThat(store.isScanning()).isTrue();
      assertThat(store.status().keeps()).isFalse();
      assertThat(Directories.bytes(directory)).isEqualTo(before);

      heldUp.goOn.countDown();
      assertThat(store.awaitScan(SCAN_MAX)).isTrue();

      assertThat(store.put(OTHER.digest(0), OTHER.block(0))).isEqualTo(PutResult.STORED);
      assertThat(store.status().keeps()).isTrue();
      assertThat(store.status().blocks()).isEqualTo(FILM.blocks() + STRANGERS + 1);
      assertThat(store.status().bytesUsed()).isEqualTo(Directories.bytes(directory));
      assertThat(directory.resolve("contents").resolve(OTHER.manifest().contentId() + ".manifest"))
          .exists();
    } finally {
      heldUp.goOn.countDown();
    }
  }

  @Test
  void scanUnderWay_moreIsPutThanThereIsRoomFor_theLimitIsKept() throws Exception {
    try (BlockStore store = openAtOnce()) {
      store.register(OTHER.manifest());
      long largest = 0;
      boolean scanned = false;
      for (int i = 0; !scanned || i < OTHER.blocks(); i++) {
        scanned = !store.isScanning();
        store.put(OTHER.digest(i % OTHER.blocks()), OTHER.block(i % OTHER.blocks()));
        if (i % 20 == 0) {
          largest = Math.max(largest, Directories.bytes(directory));
        }
      }
      assertThat(store.awaitScan(SCAN_MAX)).isTrue();

      assertThat(largest).isLessThanOrEqualTo(BYTES_MAX);
      assertThat(store.status().evictions()).isPositive();
      assertThat(store.status().bytesUsed())
          .isEqualTo(Directories.bytes(directory))
          .isLessThanOrEqualTo(BYTES_MAX);
    }
  }

  @Test
  void scanUnderWay_aContentIsForgotten_itsOtherBlocksGoLikeAnybodys() throws Exception {
    HeldUp heldUp = new HeldUp();
    try (BlockStore store = openAtOnce()) {
      store.onChange(heldUp);
      assertThat(heldUp.arrived.await(1, TimeUnit.MINUTES)).isTrue();

      store.forget(ID);
      heldUp.goOn.countDown();
      assertThat(store.awaitScan(SCAN_MAX)).isTrue();

      assertThat(store.contents()).isEmpty();
      assertThat(store.status().bytesUsed()).isEqualTo(Directories.bytes(directory));
    } finally {
      heldUp.goOn.countDown();
    }
  }

  @Test
  void close_scanUnderWay_endsItAndLetsTheNextOneIn() throws Exception {
    openAtOnce().close();

    try (BlockStore store = BlockStore.open(new StoreSettings(directory, BYTES_MAX))) {
      assertThat(store.held(ID)).isEqualTo(BlockSet.first(FILM.blocks()));
    }
  }

  @Test
  void smallerLimit_aPutMakesRoomMeanwhile_nothingGoesThatMayStay() throws Exception {
    try (BlockStore store = BlockStore.openAtOnce(new StoreSettings(directory, SMALLER))) {
      PutMeanwhile put = new PutMeanwhile(store);
      store.beforeDelete(put);

      assertThat(store.awaitScan(SCAN_MAX)).isTrue();
      put.goOn.countDown();

      assertThat(put.result.get()).isEqualTo(PutResult.STORED);
      assertThat(store.status().bytesUsed())
          .isEqualTo(Directories.bytes(directory))
          .isBetween(SMALLER - 2 * Film.BLOCK_SIZE, SMALLER);
    }
  }

  /** A put that has chosen what goes for it when the scan deletes its first block, and deletes it when it may go on. */
  private static final class PutMeanwhile implements Consumer<Digest> {
    private final CountDownLatch chosen = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final FutureTask<PutResult> result;
    private final Thread thread;

    PutMeanwhile(BlockStore store) {
      this.result = new FutureTask<>(() -> store.put(OTHER.digest(0), OTHER.block(0)));
      this.thread = new Thread(result);
    }

    @Override
    public void accept(Digest deleted) {
      if (Thread.currentThread() == thread) {
        chosen.countDown();
        HeldUp.await(goOn);
      } else if (thread.getState() == Thread.State.NEW) {
        thread.start();
        HeldUp.await(chosen);
      }
    }
  }

  /** Holds a scan up at one of the film's blocks: the scan's own thread tells. */
  private static final class HeldUp implements StoreListener {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public void stored(ContentId content, int block) {
      arrived.countDown();
      await(goOn);
    }

    static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void dropped(ContentId content, int block) {
      // Not what the scan does.
    }
  }
}
