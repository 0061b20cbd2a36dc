package org.p2pd.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --p2pd.cache.sise=5GB | no such setting: --p2pd.cache.sise (did you mean --p2pd.cache.size?)
      --p2pd.trackr.url=http://x | no such setting: --p2pd.trackr.url (did you mean --p2pd.tracker.url?)
      --p2pd.something.quite.else | no such setting: --p2pd.something.quite.else
      --size=5GB | no such setting: --size (expected: --p2pd.agent.size, --p2pd.cache.size)
      extra | extra: settings are written --p2pd.SETTING=VALUE
      -p | -p: settings are written --p2pd.SETTING=VALUE
      """)
  void complaint_noSetting_saysWhatWasMeant(String argument, String sentence) {
    assertThat(SettingsCheck.complaint(List.of(argument))).isEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--p2pd.cache.size=5GB",
        "--p2pd.tracker.url[0]=http://localhost:7070",
        "--p2pd.publish.uploadLimit=1MB",
        "--p2pd.agent.upload.on-battery=true",
        "--server.port=0",
        "--management.server.port=0",
        "--logging.level.org.p2pd=debug",
        "--debug"
      })
  void complaint_setting_isNone(String argument) {
    assertThat(SettingsCheck.complaint(List.of(argument))).isNull();
  }

  @Test
  void complaint_valueWithoutEquals_saysSo() {
    assertThat(SettingsCheck.complaint(List.of("--p2pd.cache.size", "5GB")))
        .isEqualTo("5GB: settings are written --p2pd.SETTING=VALUE, with = before the value");
  }

  @Test
  void warnings_misspeltName_isNamedWithTheOneThatWasMeant() {
    assertThat(SettingsCheck.warnings(List.of("PATH", "P2PD_CACHE_SIZ")))
        .containsExactly(
            "P2PD_CACHE_SIZ in the environment is no setting and does nothing (did you mean P2PD_CACHE_SIZE?)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P2PD_TRACKER_RATE",
        "P2PD_TRACKER_PORT",
        "P2PD_TRACKER_URL_0",
        "P2PD_AGENT_BIND",
        "P2PD_PUBLISH_DIRECTORY",
        "P2PD_JAVA_OPTS",
        "P2PD_TRACKER_SERVICE_HOST",
        "P2PD_TRACKER_PORT_7070_TCP_ADDR",
        "OTHER_CACHE_SIZ"
      })
  void warnings_ofAnyRoleOrOfNobody_areNone(String name) {
    assertThat(SettingsCheck.warnings(List.of(name))).isEmpty();
  }

  @Test
  void distance_countsLetters() {
    assertThat(SettingsCheck.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(SettingsCheck.distance("", "abc")).isEqualTo(3);
    assertThat(SettingsCheck.distance("same", "same")).isZero();
  }
}
