package org.p2pd.agent.cli;

import org.p2pd.agent.api.AgentStatus;

/** Whether other hosts are sent to an agent and, if not, why and what can be done. */
final class Reachability {
  private Reachability() {}

  static String sentence(AgentStatus status) {
    if (status.peerPort() == 0) {
      return "no: sharing is off, this agent only downloads (P2PD_AGENT_SHARE)";
    }
    if (!status.connected()) {
      return "no: the tracker does not know this agent now (" + status.trackerState() + ")";
    }
    return status.reachable()
        ? "yes: others are sent here, to port " + status.peerPort()
        : "no: the tracker has not come through to port " + status.peerPort()
            + " here, so nobody is sent here. It tries in the first seconds, then every 10 minutes; where this"
            + " stays, a firewall or a router is between: let TCP port " + status.peerPort()
            + " through to this machine";
  }
}
