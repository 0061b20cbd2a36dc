package org.p2pd.origin.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.transport.dial.Reach;

class NearnessTest {
  private static final InetAddress VIEWER = address("203.0.113.7");

  private final Nearness nearness = new Nearness("north");

  @Test
  void cacheInTheViewersNetwork_comesFirst() {
    assertThat(nearest(
            VIEWER,
            cache("http://198.51.100.1:7090", true, "north", 0),
            cache("http://203.0.113.200:7090", false, null, 0.9)))
        .isEqualTo("http://203.0.113.200:7090");
  }

  @Test
  void cacheOfTheOriginsZone_comesBeforeOthersOfTheProvider() {
    assertThat(nearest(
            VIEWER,
            cache("http://198.51.100.1:7090", true, "south", 0),
            cache("http://198.51.100.2:7090", true, "north", 0.9)))
        .isEqualTo("http://198.51.100.2:7090");
  }

  @Test
  void equalCaches_theLessLoadedIsChosen() {
    assertThat(nearest(
            VIEWER,
            cache("http://198.51.100.1:7090", true, null, 0.5),
            cache("http://198.51.100.2:7090", true, null, 0.1)))
        .isEqualTo("http://198.51.100.2:7090");
  }

  @Test
  void foreignSitesCache_isNotForThisViewer() {
    assertThat(nearest(VIEWER, cache("http://198.51.100.1:7090", false, "north", 0)))
        .isNull();
  }

  @Test
  void privateCache_isNotForPublicViewers() {
    assertThat(nearest(VIEWER, cache("http://10.0.0.1:7090", true, "north", 0))).isNull();
    assertThat(nearest(address("10.9.9.9"), cache("http://10.0.0.1:7090", true, null, 0)))
        .isEqualTo("http://10.0.0.1:7090");
  }

  @Test
  void agent_isNeverChosen() {
    HostEntry agent = entry("http://203.0.113.200:1112", HostRole.AGENT, false, null, 0);

    assertThat(nearest(VIEWER, agent)).isNull();
  }

  private @Nullable String nearest(InetAddress viewer, HostEntry... hosts) {
    return nearness.nearest(viewer, List.of(hosts)).map(HostEntry::url).orElse(null);
  }

  private static HostEntry cache(String url, boolean operator, @Nullable String zone, double load) {
    return entry(url, HostRole.CACHE, operator, zone, load);
  }

  private static HostEntry entry(
      String url, HostRole role, boolean operator, @Nullable String zone, double load) {
    HostId id = new HostId("ab".repeat(16));
    return new HostEntry(id, url, role, zone, operator, false, false, BlockSet.everything(), load);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByAddress(
          Objects.requireNonNull(Reach.literal(text)).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
