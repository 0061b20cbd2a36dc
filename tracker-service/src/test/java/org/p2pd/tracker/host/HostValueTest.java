package org.p2pd.tracker.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.dial.Reach;

@NullUnmarked
class HostValueTest {
  private static final HostId ID = HostId.random(new Random(7));

  private final HostDescriptor bare = new HostDescriptor(
      ID,
      HostRole.AGENT,
      false,
      null,
      null,
      "192.0.2.7",
      0,
      "prefix 192.0.2.0/24",
      List.of(),
      false,
      null,
      1);

  private final HostDescriptor full = new HostDescriptor(
      ID,
      HostRole.CACHE,
      true,
      "http://[2001:db8::1]:7090",
      "Zürich, \"West\"",
      "2001:db8:0:0:0:0:0:1",
      7090,
      "zone Zürich, \"West\"",
      List.of("10.0.0.0/8", "fd00::/8"),
      true,
      12_345_678L,
      1_763_725_000_123L);

  @Test
  void anyHost_comesBackAsWritten() {
    assertThat(HostValue.read(HostValue.write(bare, false)))
        .isEqualTo(new LiveHost(bare, "192.0.2.0/24", Reach.FORBIDDEN, false, 0, 0));
    assertThat(HostValue.read(HostValue.write(full, true)))
        .isEqualTo(new LiveHost(full, full.prefix(), Reach.PUBLIC, true, 0, 0));
  }

  /** As the scripts do it. */
  @Test
  void digits_standWhereScriptsExpectThem() {
    byte[] value = HostValue.write(full, true);
    put(value, 1, HostValue.load(0.42));
    put(value, 4, "3");
    put(value, 19, new String(HostValue.counts(1, 22, 1L << 50, 4, (1L << 53) - 1), US_ASCII));

    assertThat(new String(value, 5, 13, US_ASCII)).isEqualTo("1763725000123");
    assertThat(value[18]).isEqualTo((byte) '1');
    assertThat(HostValue.read(value))
        .isEqualTo(new LiveHost(full, full.prefix(), Reach.PUBLIC, true, 0.42, 3));
    assertThat(List.of(
            HostValue.count(value, 0),
            HostValue.count(value, 1),
            HostValue.count(value, 2),
            HostValue.count(value, 3),
            HostValue.count(value, 4)))
        .containsExactly(1L, 22L, 1L << 50, 4L, (1L << 53) - 1);
  }

  @Test
  void load_isAPercentage() {
    assertThat(HostValue.load(0)).isEqualTo("000");
    assertThat(HostValue.load(0.005)).isEqualTo("001");
    assertThat(HostValue.load(1)).isEqualTo("100");
    assertThat(HostValue.load(7)).isEqualTo("100");
  }

  private static void put(byte[] value, int at, String digits) {
    byte[] bytes = digits.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, value, at, bytes.length);
  }
}
