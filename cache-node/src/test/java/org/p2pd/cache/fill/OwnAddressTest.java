package org.p2pd.cache.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.schedule.source.Source;

class OwnAddressTest {
  private static Source source(String url) {
    return new Source(url, null, HostRole.ORIGIN, true, true, false, BlockSet.everything());
  }

  @Test
  void isOf_thisMachineAndItsPort_isTrue() throws Exception {
    assertThat(OwnAddress.isOf(source("http://127.0.0.1:7090"), 7090)).isTrue();
    assertThat(OwnAddress.isOf(source("http://[::1]:7090/film.mp4"), 7090)).isTrue();
    assertThat(OwnAddress.isOf(source("http://127.0.0.1/film.mp4"), 80)).isTrue();
    assertThat(OwnAddress.isOf(source("https://127.0.0.1/film.mp4"), 443)).isTrue();
    List<InetAddress> own = NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .toList();
    assertThat(own)
        .allSatisfy(address -> assertThat(OwnAddress.isOf(
                source("http://cdn.example.com:7090/film.mp4").at(address.getHostAddress()), 7090))
            .isTrue());
  }

  @Test
  void isOf_anotherPortOrMachineOrAName_isFalse() {
    assertThat(OwnAddress.isOf(source("http://127.0.0.1:7080"), 7090)).isFalse();
    assertThat(OwnAddress.isOf(source("http://192.0.2.7:7090"), 7090)).isFalse();
    assertThat(OwnAddress.isOf(source("http://cdn.example.com:7090"), 7090)).isFalse();
    assertThat(OwnAddress.isOf(source("http://cdn.example.com:7090").at("192.0.2.7"), 7090))
        .isFalse();
  }
}
