package org.p2pd.transport.fetch.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;

class OwnNetworkTest {
  @ParameterizedTest(name = "in {0} at {1}, a host in {2} at {3}: {4}")
  @CsvSource({
    "campus, , campus, http://192.0.2.1, true",
    "campus, , town, http://192.0.2.1, false",
    "campus, http://198.51.100.7:1112, town, http://198.51.100.9:1112, true",
    "campus, http://198.51.100.7:1112, town, http://198.51.101.9:1112, false",
    ", http://198.51.100.7:1112, , http://198.51.100.9:1112, true",
    ", http://[2001:db8:7::1]:1112, , http://[2001:db8:7:9::2]:1112, true",
    ", http://[2001:db8:7::1]:1112, , http://[2001:db8:8::2]:1112, false",
    ", , , http://198.51.100.9:1112, false",
    ", http://own.example, , http://other.example, false",
    ", http://198.51.100.7:1112, , http://not a URL, false",
  })
  void near_isTheSameZoneOrTheSamePrefix(
      String zone, String url, String hostZone, String hostUrl, boolean near) {
    assertThat(OwnNetwork.of(zone, url).contains(host(hostZone, hostUrl))).isEqualTo(near);
  }

  private static HostEntry host(String zone, String url) {
    HostId id = new HostId("00112233445566778899aabbccddeeff");
    return new HostEntry(
        id, url, HostRole.AGENT, zone, false, false, false, BlockSet.everything(), 0);
  }
}
