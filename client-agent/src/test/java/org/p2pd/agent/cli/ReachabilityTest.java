package org.p2pd.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.agent.sharing.SharingStatus;
import org.p2pd.protocol.tracker.traffic.BytesByRole;

class ReachabilityTest {
  @Test
  void sentence_saysWhetherAndWhyNot() {
    assertThat(of(true, true, 1112)).isEqualTo("yes: others are sent here, to port 1112");
    assertThat(of(true, false, 1112)).startsWith("no: ").contains("TCP port 1112", "firewall");
    assertThat(of(false, false, 1112)).startsWith("no: ").contains("tracker http://t: refused");
    assertThat(of(true, false, 0)).isEqualTo("no: sharing is off, so this agent only downloads");
  }

  @Test
  void sentence_whatOnlyDownloads_saysWhatSwitchedSharingOff() {
    SharingStatus off = new SharingStatus(false, "sharing is switched off", 0, 0, 0, 0, 1);
    assertThat(of(true, false, 0, off, "open"))
        .isEqualTo("no: sharing is switched off, so this agent only downloads");
    assertThat(of(true, false, 0, off, "none")).contains("P2PD_AGENT_PRIVACY=none");
  }

  @Test
  void early_beforeTheFirstCallBack_blamesNothing() {
    assertThat(Reachability.early(status(true, false, 1112, null, null)))
        .startsWith("not known yet: ")
        .doesNotContain("firewall");
    assertThat(Reachability.early(status(true, true, 1112, null, null))).startsWith("yes: ");
  }

  private static String of(boolean connected, boolean reachable, int port) {
    return of(connected, reachable, port, null, null);
  }

  private static String of(
      boolean connected,
      boolean reachable,
      int port,
      @Nullable SharingStatus sharing,
      @Nullable String privacy) {
    return Reachability.sentence(status(connected, reachable, port, sharing, privacy));
  }

  private static AgentStatus status(
      boolean connected,
      boolean reachable,
      int port,
      @Nullable SharingStatus sharing,
      @Nullable String privacy) {
    return new AgentStatus(
        "http://t",
        "tracker http://t: refused",
        connected,
        reachable,
        port,
        0,
        1,
        0,
        BytesByRole.NONE,
        0,
        0,
        sharing,
        privacy);
  }
}
