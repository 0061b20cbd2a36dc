package org.p2pd.agent.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.agent.sharing.machine.PowerAndNetwork;
import org.p2pd.agent.sharing.wish.DailyHours;
import org.p2pd.agent.sharing.wish.SharingPreferences;
import org.p2pd.protocol.MalformedValueException;

class PauseRulesTest {
  private static final LocalTime NOON = LocalTime.NOON;

  private static @Nullable String reason(
      SharingPreferences wishes, long month, PowerAndNetwork machine) {
    return PauseRules.reason(wishes, month, NOON, machine);
  }

  private static SharingPreferences hours(String hours) {
    return new SharingPreferences(true, null, null, DailyHours.parse(hours), false, false);
  }

  @Test
  void byDefault_isShared() {
    assertThat(reason(SharingPreferences.DEFAULT, Long.MAX_VALUE, PowerAndNetwork.FINE))
        .isNull();
  }

  @Test
  void switchedOff_saysSo() {
    SharingPreferences off = new SharingPreferences(false, null, null, null, true, true);
    assertThat(reason(off, 0, PowerAndNetwork.FINE)).isEqualTo("sharing is switched off");
  }

  @Test
  void monthsLimitReached_restsUntilTheMonthIsOver() {
    SharingPreferences wishes = new SharingPreferences(true, null, 1_000L, null, false, false);
    assertThat(reason(wishes, 999, PowerAndNetwork.FINE)).isNull();
    assertThat(reason(wishes, 1_000, PowerAndNetwork.FINE)).contains("1000 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "22:00-07:00, 23:00, true",
    "22:00-07:00, 06:59, true",
    "22:00-07:00, 07:00, false",
    "22:00-07:00, 21:59, false",
    "09:00-17:00, 09:00, true",
    "09:00-17:00, 17:00, false",
    "09:00-17:00, 00:00, false",
    "00:00-00:00, 12:00, true"
  })
  void hours_holdAlsoOverMidnight(String hours, LocalTime now, boolean shared) {
    assertThat(PauseRules.reason(hours(hours), 0, now, PowerAndNetwork.FINE) == null)
        .isEqualTo(shared);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "22:00", "22-07", "25:00-07:00", "22:00-07:00-08:00", "a-b"})
  void hoursThatAreNone_areRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> DailyHours.parse(text))
        .isInstanceOf(MalformedValueException.class)
        .hasMessageContaining("22:00-07:00");
  }

  @Test
  void batteryOrMeteredLink_restsUnlessWishedOtherwise() {
    PowerAndNetwork battery = new PowerAndNetwork(true, false);
    PowerAndNetwork metered = new PowerAndNetwork(false, true);
    SharingPreferences always = new SharingPreferences(true, null, null, null, true, true);

    assertThat(reason(SharingPreferences.DEFAULT, 0, battery)).contains("battery");
    assertThat(reason(SharingPreferences.DEFAULT, 0, metered)).contains("metered");
    assertThat(reason(always, 0, new PowerAndNetwork(true, true))).isNull();
  }

  @Test
  void wishes_neverExceedTheSettings() {
    SharingPreferences ceiling = new SharingPreferences(
        true, 1_000_000L, 5_000L, DailyHours.parse("22:00-07:00"), false, false);
    SharingPreferences wished = new SharingPreferences(true, 9_000_000L, null, null, true, true);

    assertThat(wished.within(ceiling)).isEqualTo(ceiling);
    assertThat(SharingPreferences.DEFAULT
            .within(new SharingPreferences(false, null, null, null, true, true))
            .share())
        .isFalse();
  }
}
