package org.p2pd.transport.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteBehindTest {
  private static final int MIB = 1 << 20;

  private final WriteBehind writing = new WriteBehind();
  private final List<String> ran = new ArrayList<>();

  @Test
  void lastBlock_isHandedOnOnceAllBeforeItAreWritten() {
    writing.begun(3, MIB);
    writing.begun(5, MIB);
    writing.begun(9, MIB);

    writing.afterAllUpTo(2, new Reader(0), () -> ran.add("2"));
    writing.afterAllUpTo(5, new Reader(0), () -> ran.add("5"));
    assertThat(ran).containsExactly("2");

    writing.ended(5);
    assertThat(ran).containsExactly("2");
    writing.ended(3);
    assertThat(ran).containsExactly("2", "5");
    assertThat(writing.contains(9)).isTrue();
    assertThat(writing.contains(3)).isFalse();
  }

  @Test
  void lastBlock_othersKeepTheDiskBusy_waitsForNothingThatBeganLater() {
    writing.begun(3, MIB);
    writing.afterAllUpTo(9, new Reader(0), () -> ran.add("9"));

    writing.begun(4, MIB);
    writing.ended(3);

    assertThat(writing.contains(4)).isTrue();
    assertThat(ran).containsExactly("9");
  }

  @Test
  void lastBlock_othersWriteBlocksThatItsReaderNeverWanted_waitsForNoneOfThem() {
    writing.begun(3, MIB);

    writing.afterAllUpTo(9, new Reader(9), () -> ran.add("9"));

    assertThat(ran).containsExactly("9");
  }

  @Test
  void readerGone_nothingIsDoneForThem() {
    Reader gone = new Reader(0);
    writing.begun(3, MIB);
    writing.afterAllUpTo(3, gone, () -> ran.add("gone"));
    writing.afterAllUpTo(3, new Reader(0), () -> ran.add("stays"));

    writing.stopWaiting(gone);
    writing.ended(3);

    assertThat(ran).containsExactly("stays");
  }

  private static final class Reader implements Waiter {
    private final int first;

    Reader(int first) {
      this.first = first;
    }

    @Override
    public int first() {
      return first;
    }

    @Override
    public void stored() {}

    @Override
    public void unstored(ByteBuf bytes) {}
  }

  @Test
  void slowDisk_isWaitedForOnceFourMebibytesAreOnTheirWay() {
    for (int block = 0; block < 4; block++) {
      assertThat(writing.begun(block, MIB)).isTrue();
    }
    assertThat(writing.begun(3, MIB)).as("the same block again").isTrue();
    assertThat(writing.begun(4, 1)).isFalse();

    writing.ended(0);
    assertThat(writing.begun(5, MIB - 1)).isTrue();
  }
}
