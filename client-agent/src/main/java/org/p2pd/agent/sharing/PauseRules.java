package org.p2pd.agent.sharing;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.sharing.machine.PowerAndNetwork;
import org.p2pd.agent.sharing.wish.SharingPreferences;

/** Whether sharing rests now. Pure: what it decides by is handed in. */
final class PauseRules {
  private PauseRules() {}

  /** Why nothing is shared now, for people; null where it is. */
  static @Nullable String reason(
      SharingPreferences wishes, long sharedThisMonth, LocalTime now, PowerAndNetwork machine) {
    if (!wishes.share()) {
      return "sharing is switched off";
    }
    if (wishes.monthlyBytes() != null && sharedThisMonth >= wishes.monthlyBytes()) {
      return "this month's limit of " + wishes.monthlyBytes() + " bytes is reached";
    }
    if (wishes.hours() != null && !wishes.hours().contains(now)) {
      return "sharing is on from " + wishes.hours().from() + " to "
          + wishes.hours().to();
    }
    if (machine.onBattery() && !wishes.onBattery()) {
      return "the machine runs on battery";
    }
    if (machine.metered() && !wishes.onMetered()) {
      return "the link is metered";
    }
    return null;
  }
}
