package org.p2pd.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2pd.agent.api.AgentStatus;
import org.p2pd.protocol.tracker.BytesByRole;

class ReachabilityTest {
  @Test
  void sentence_saysWhetherAndWhyNot() {
    assertThat(of(true, true, 1112)).isEqualTo("yes: others are sent here, to port 1112");
    assertThat(of(true, false, 1112)).startsWith("no: ").contains("TCP port 1112", "firewall");
    assertThat(of(false, false, 1112)).startsWith("no: ").contains("tracker http://t: refused");
    assertThat(of(true, false, 0)).startsWith("no: ").contains("P2PD_AGENT_SHARE");
  }

  private static String of(boolean connected, boolean reachable, int port) {
    return Reachability.sentence(new AgentStatus(
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
        null));
  }
}
