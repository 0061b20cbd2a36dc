package org.p2pd.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
  private static final long MB = 1 << 20;

  @TempDir
  private Path here;

  @Test
  void shortage_moreThanThereIsRoomFor_saysHowMuchThereIs() {
    assertThat(DiskRoom.shortage(100 * MB, 10 * MB, 50 * MB))
        .startsWith("P2PD_CACHE_SIZE: 100MB (expected: at most ")
        .contains("60MB now");
    assertThat(DiskRoom.shortage(List.of(here, here), Long.MAX_VALUE, 0)).isNotNull();
  }

  @Test
  void shortage_whatIsHeldAlready_countsAsRoom() {
    assertThat(DiskRoom.shortage(60 * MB, 10 * MB, 50 * MB)).isNull();
    assertThat(DiskRoom.shortage(List.of(here), MB, 0)).isNull();
    assertThat(DiskRoom.shortage(List.of(here.resolve("not there")), Long.MAX_VALUE, 0))
        .isNull();
  }
}
