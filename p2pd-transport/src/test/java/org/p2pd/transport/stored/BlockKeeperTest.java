package org.p2pd.transport.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class BlockKeeperTest {
  private static final int BLOCK = BlockLayout.BLOCK_SIZE_MIN;
  private static final byte[] BYTES = TestBytes.random(BLOCK, 1);
  private static final Manifest FILM =
      new Manifest(new BlockLayout(BLOCK, BLOCK), Digest.of(BYTES).toRaw(), null, null);

  private final Scheduler disk = Schedulers.newSingle("p2pd-disk");
  private final BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();

  @TempDir
  Path directory;

  private BlockStore store;
  private BlockKeeper keeper;

  @BeforeEach
  void open() throws IOException {
    store = BlockStore.open(new StoreSettings(directory, 1 << 20));
    keeper = new BlockKeeper(store, disk);
  }

  @AfterEach
  void close() throws IOException {
    disk.dispose();
    store.close();
  }

  @Test
  void put_roomForIt_tellsThatItIsOnDisk() throws InterruptedException {
    keeper.put(FILM, 0, Unpooled.wrappedBuffer(BYTES), told::add);

    assertThat(told.poll(1, TimeUnit.MINUTES)).isTrue();
    assertThat(keeper.holds(FILM, 0)).isTrue();
  }

  @Test
  void put_tooLittleMemory_tellsThatItIsNotOnDisk() throws InterruptedException {
    keeper.put(FILM, 0, new TooLittleMemory(), told::add);

    assertThat(told.poll(1, TimeUnit.MINUTES)).isFalse();
    keeper.put(FILM, 0, Unpooled.wrappedBuffer(BYTES), told::add);
    assertThat(told.poll(1, TimeUnit.MINUTES)).isTrue();
  }

  /** Bytes that can't be had as a buffer of Java's. */
  private static final class TooLittleMemory extends UnpooledHeapByteBuf {
    TooLittleMemory() {
      super(UnpooledByteBufAllocator.DEFAULT, BLOCK, BLOCK);
    }

    @Override
    public ByteBuffer[] nioBuffers() {
      throw new OutOfMemoryError("too little");
    }
  }
}
