package org.p2pd.protocol.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2pd.protocol.MalformedValueException;

class HostIdTest {
  @Test
  void hostId_thirtyTwoDigits_isTaken() {
    assertThat(new HostId("0123456789abcdef0123456789abcdef").raw()).hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdef0",
        "0123456789ABCDEF0123456789abcdef",
        "0123456789abcdeg0123456789abcdef"
      })
  void hostId_anythingElse_isNamed(String text) {
    assertThatThrownBy(() -> new HostId(text))
        .isInstanceOf(MalformedValueException.class)
        .hasMessageContaining("32 lower-case hex digits");
  }
}
