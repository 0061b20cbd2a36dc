package org.p2pd.agent.cli;

import org.p2pd.agent.api.AgentStatus;
import org.p2pd.agent.settings.Privacy;
import org.p2pd.agent.sharing.SharingStatus;

/** Whether other hosts are sent to an agent and, if not, why and what can be done. */
final class Reachability {
  private Reachability() {}

  /** As {@link #sentence}, just after sharing was switched on: the tracker may not have tried yet. */
  static String early(AgentStatus status) {
    return status.connected() && !status.reachable() && status.peerPort() != 0
        ? "not known yet: the tracker is trying whether it comes through to port "
            + status.peerPort() + " here; ask again in a few seconds"
        : sentence(status);
  }

  static String sentence(AgentStatus status) {
    if (status.peerPort() == 0) {
      return "no: " + whyItOnlyDownloads(status) + ", so this agent only downloads";
    }
    if (!status.connected()) {
      return "no: the tracker does not know this agent now (" + status.trackerState() + ")";
    }
    return status.reachable()
        ? "yes: others are sent here, to port " + status.peerPort()
        : "no: the tracker has not come through to port " + status.peerPort()
            + " here yet, so nobody is sent here. It tries in the first seconds, then at intervals"
            + " that double from 10 s to 10 minutes; where this stays longer than a minute, a firewall or a"
            + " router is between: let TCP port " + status.peerPort() + " through to this machine";
  }

  private static String whyItOnlyDownloads(AgentStatus status) {
    SharingStatus sharing = status.sharing();
    if (Privacy.NONE.name().equalsIgnoreCase(status.privacy())) {
      return "nobody is to know of it (P2PD_AGENT_PRIVACY=none)";
    }
    String paused = sharing == null ? null : sharing.paused();
    return paused == null ? "sharing is off" : paused;
  }
}
