package org.p2pd.transport.fetch.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockBuffersTest {
  private static final int LENGTH = 64 << 10;

  private final BlockBuffers buffers = new BlockBuffers(2 * LENGTH);

  private ByteBuf taken(int length, int value) {
    ByteBuf taken = buffers.take(length);
    return taken.writeZero(length - 1).writeByte(value);
  }

  @Test
  void take_afterAnotherWasReleased_isItsMemoryEmpty() {
    ByteBuf first = taken(LENGTH, 7);
    first.release();

    ByteBuf second = buffers.take(LENGTH);
    assertThat(second.readableBytes()).isZero();
    assertThat(second.writableBytes()).isEqualTo(LENGTH);
    assertThat(second.getByte(LENGTH - 1)).isEqualTo((byte) 7);
    assertThat(buffers.freeBytes()).isZero();
    second.release();
  }

  @Test
  void take_whileSomebodyHoldsAPart_isOtherMemory() {
    ByteBuf first = taken(LENGTH, 1);
    ByteBuf part = first.retainedSlice(LENGTH - 1, 1);
    first.release();

    ByteBuf second = taken(LENGTH, 2);
    assertThat(part.getByte(0)).isEqualTo((byte) 1);

    part.release();
    second.release();
    assertThat(buffers.freeBytes()).isEqualTo(2 * LENGTH);
  }

  @Test
  void take_anotherLength_isNotWhatIsFree() {
    taken(LENGTH, 1).release();

    ByteBuf longer = buffers.take(LENGTH + 1);
    assertThat(longer.capacity()).isEqualTo(LENGTH + 1);
    assertThat(buffers.freeBytes()).isEqualTo(LENGTH);
    longer.release();
  }

  @Test
  void release_moreThanMayBeFree_keepsNoMore() {
    ByteBuf[] all = {taken(LENGTH, 1), taken(LENGTH, 2), taken(LENGTH, 3)};
    for (ByteBuf each : all) {
      each.release();
    }

    assertThat(buffers.freeBytes()).isEqualTo(2 * LENGTH);
  }

  @Test
  void tick_nobodyNeededIt_givesItBack() {
    ByteBuf first = taken(LENGTH, 1);
    taken(LENGTH, 2).release();
    first.release();
    buffers.tick(TimeUnit.SECONDS.toNanos(10));

    taken(LENGTH, 3).release();
    buffers.tick(TimeUnit.SECONDS.toNanos(13));
    assertThat(buffers.freeBytes()).isEqualTo(LENGTH);

    buffers.tick(TimeUnit.SECONDS.toNanos(16));
    assertThat(buffers.freeBytes()).isZero();
  }
}
