package org.p2pd.agent.sharing.machine;

/**
 * What matters for sharing in this machine's state; false where the system does not tell.
 *
 * @param onBattery it runs on battery
 * @param metered its link is paid by the byte
 */
public record PowerAndNetwork(boolean onBattery, boolean metered) {
  /** On mains, on a link that costs nothing. */
  public static final PowerAndNetwork FINE = new PowerAndNetwork(false, false);
}
