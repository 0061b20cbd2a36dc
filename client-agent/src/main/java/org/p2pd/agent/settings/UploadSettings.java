package org.p2pd.agent.settings;

import org.jspecify.annotations.Nullable;
import org.p2pd.agent.sharing.wish.DailyHours;
import org.p2pd.agent.sharing.wish.SharingPreferences;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.transport.settings.SettingException;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The most that is sent to others ({@code P2PD_AGENT_UPLOAD_…}); the user's page may ask for less, never for more.
 *
 * @param limit in a second, at least 16KB; null = 80 % of what the line is found to take
 * @param monthly in a calendar month; null = no such limit
 * @param hours when, such as {@code 22:00-07:00} in local time; null = always
 * @param peers hosts that are sent something at once, 1 to 1000
 * @param onBattery also while the machine runs on battery
 * @param onMetered also over a link that is paid by the byte
 */
public record UploadSettings(
    @Nullable DataSize limit,
    @Nullable DataSize monthly,
    @Nullable String hours,
    @DefaultValue("32") int peers,
    @DefaultValue("false") boolean onBattery,
    @DefaultValue("false") boolean onMetered) {
  private static final int PEERS_MAX = 1_000;

  public UploadSettings {
    hours = hours == null || hours.isBlank() ? null : hours.strip();
    if (limit != null && limit.toBytes() < SharingPreferences.RATE_MIN) {
      throw new SettingException(
          "P2PD_AGENT_UPLOAD_LIMIT", limit, "at least 16KB, such as 2MB, per second");
    }
    if (monthly != null && monthly.isNegative()) {
      throw new SettingException("P2PD_AGENT_UPLOAD_MONTHLY", monthly, "a size such as 100GB");
    }
    if (peers < 1 || peers > PEERS_MAX) {
      throw new SettingException("P2PD_AGENT_UPLOAD_PEERS", peers, "1 to " + PEERS_MAX);
    }
    parsed(hours);
  }

  /** The most that the user may wish to share. */
  public SharingPreferences ceiling(boolean share) {
    return new SharingPreferences(
        share, bytes(limit), bytes(monthly), parsed(hours), onBattery, onMetered);
  }

  private static @Nullable Long bytes(@Nullable DataSize size) {
    return size == null ? null : size.toBytes();
  }

  private static @Nullable DailyHours parsed(@Nullable String hours) {
    try {
      return hours == null ? null : DailyHours.parse(hours);
    } catch (MalformedValueException e) {
      throw new SettingException(
          "P2PD_AGENT_UPLOAD_HOURS", hours, "HH:MM-HH:MM, such as 22:00-07:00");
    }
  }
}
