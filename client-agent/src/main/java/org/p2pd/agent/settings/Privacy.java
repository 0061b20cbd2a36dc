package org.p2pd.agent.settings;

/** Who is told of what this agent watches, and may be sent it ({@code P2PD_AGENT_PRIVACY}). */
public enum Privacy {
  /** The tracker, whichever it is. */
  OPEN,
  /** A tracker on this machine or in its private network; any other is treated as by {@link #NONE}. */
  SITE,
  /** Nobody: never registered, never announced. Films come from the provider's own hosts alone. */
  NONE
}
