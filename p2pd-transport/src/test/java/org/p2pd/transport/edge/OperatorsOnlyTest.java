package org.p2pd.transport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.transport.settings.SettingException;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

class OperatorsOnlyTest {
  @ParameterizedTest
  @ValueSource(strings = {"7071", "0", "-1"})
  void managementPortOfItsOwn_orNone_isTaken(String port) {
    assertThat(filter(Map.of("server.port", "7070", "management.server.port", port)))
        .isNotNull();
  }

  @Test
  void managementOnThePortOfStrangers_isRefused() {
    assertThatThrownBy(() -> filter(Map.of("server.port", 7070, "management.server.port", 7070)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("management.server.port: 7070 (expected: another");
    assertThatThrownBy(() -> filter(Map.of("server.port", 7070)))
        .isInstanceOf(SettingException.class);
  }

  private static OperatorsOnly filter(Map<String, Object> settings) {
    GenericApplicationContext context = new GenericApplicationContext();
    context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("own", settings));
    return new OperatorsOnly(context, "TOKEN", "secret");
  }
}
