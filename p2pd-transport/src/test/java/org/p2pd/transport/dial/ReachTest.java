package org.p2pd.transport.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.MalformedValueException;

@NullUnmarked
class ReachTest {
  @Test
  void addresses_haveTheirScope() {
    check(Reach.LOOPBACK, "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1");
    check(Reach.PRIVATE, "10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.9", "fd12::1");
    check(Reach.PUBLIC, "192.0.2.1", "172.32.0.1", "2001:db8::1", "8.8.8.8");
    check(
        Reach.FORBIDDEN,
        "169.254.169.254",
        "fe80::1",
        "224.0.0.1",
        "255.255.255.255",
        "0.0.0.0",
        "::",
        "ff02::1",
        "100.100.100.200",
        "fd00:ec2::254",
        "::ffff:169.254.1.1");
  }

  private static void check(Reach scope, String... addresses) {
    for (String address : addresses) {
      InetAddress parsed = Reach.literal(address);
      assertThat(parsed).as(address).isNotNull();
      assertThat(Reach.of(parsed)).as(address).isEqualTo(scope);
    }
  }

  @Test
  void names_arePublicExceptLocalhost() {
    assertThat(Reach.ofHost("localhost")).isEqualTo(Reach.LOOPBACK);
    assertThat(Reach.ofHost("origin.example")).isEqualTo(Reach.PUBLIC);
    assertThat(Reach.ofHost("[::1]")).isEqualTo(Reach.LOOPBACK);
  }

  @Test
  void prefix_is24Or48Bits() {
    assertThat(Reach.prefix(Cidr.parse("192.0.2.77").network())).isEqualTo("192.0.2.0/24");
    assertThat(Reach.prefix(Cidr.parse("2001:db8:7:8::9").network()))
        .isEqualTo("2001:db8:7:0:0:0:0:0/48");
  }

  @Test
  void networks_containTheirAddresses() {
    assertThat(Cidr.parse("10.1.0.0/16").contains(Cidr.parse("10.1.255.1").network()))
        .isTrue();
    assertThat(Cidr.parse("10.1.0.0/16").contains(Cidr.parse("10.2.0.1").network()))
        .isFalse();
    assertThat(Cidr.parse("10.0.0.0/9").contains(Cidr.parse("10.128.0.0").network()))
        .isFalse();
    assertThat(Cidr.parse("0.0.0.0/0").contains(Cidr.parse("203.0.113.1").network()))
        .isTrue();
    assertThat(Cidr.parse("0.0.0.0/0").contains(Cidr.parse("::1").network())).isFalse();
  }

  @Test
  void malformedNetwork_isNamed() {
    for (String text : List.of("10.0.0.0/33", "::/129", "example.com", "", "10.0.0.0/", "/8")) {
      assertThatThrownBy(() -> Cidr.parse(text))
          .as(text)
          .isInstanceOf(MalformedValueException.class);
    }
  }
}
