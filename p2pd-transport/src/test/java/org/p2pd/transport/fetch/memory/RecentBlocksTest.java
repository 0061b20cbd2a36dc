package org.p2pd.transport.fetch.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;

class RecentBlocksTest {
  private static final ContentId CONTENT = new ContentId("ab".repeat(32));
  private static final int LENGTH = 1_000;

  private final RecentBlocks recent = new RecentBlocks(4 * LENGTH);

  private static ByteBuf block(int value) {
    return ByteBufAllocator.DEFAULT.directBuffer(LENGTH).writeZero(LENGTH - 1).writeByte(value);
  }

  private ByteBuf added(int index) {
    ByteBuf bytes = block(index);
    recent.add(CONTENT, index, bytes, 0);
    bytes.release();
    return bytes;
  }

  @Test
  void get_theLastOnes_areThereAndTheOthersLetGo() {
    ByteBuf first = added(0);
    ByteBuf second = added(1);
    ByteBuf third = added(2);

    assertThat(recent.get(CONTENT, 0)).isNull();
    assertThat(first.refCnt()).isZero();
    assertThat(Objects.requireNonNull(recent.get(CONTENT, 2)).getByte(LENGTH - 1))
        .isEqualTo((byte) 2);

    recent.clear();
    assertThat(second.refCnt() + third.refCnt()).isZero();
  }

  @Test
  void add_slowReadersHoldAllThereMayBe_keepsNoMoreUntilTheyLetGo() {
    ByteBuf[] held = new ByteBuf[4];
    for (int i = 0; i < 4; i++) {
      added(i);
      held[i] = Objects.requireNonNull(recent.get(CONTENT, i)).retainedDuplicate();
    }

    added(4);
    assertThat(recent.get(CONTENT, 4)).isNull();

    for (ByteBuf each : held) {
      ReferenceCountUtil.release(each);
    }
    added(5);
    assertThat(recent.get(CONTENT, 5)).isNotNull();
    recent.clear();
  }

  @Test
  void tick_afterSeconds_letsGoOfAll() {
    ByteBuf bytes = added(0);

    recent.tick(TimeUnit.SECONDS.toNanos(1));
    assertThat(recent.get(CONTENT, 0)).isNotNull();

    recent.tick(TimeUnit.SECONDS.toNanos(3));
    assertThat(recent.get(CONTENT, 0)).isNull();
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void drop_aBlockThatTheStoreGaveUp_isGone() {
    ByteBuf bytes = added(0);

    recent.drop(CONTENT, 0);

    assertThat(recent.get(CONTENT, 0)).isNull();
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void add_noMemoryAllowed_keepsNothing() {
    RecentBlocks none = new RecentBlocks(0);
    ByteBuf bytes = block(1);

    assertThat(none.add(CONTENT, 0, bytes, 0)).isNull();
    bytes.release();
    assertThat(bytes.refCnt()).isZero();
  }
}
