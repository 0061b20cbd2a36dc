package org.p2pd.transport.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.mock.env.MockEnvironment;

class PortTakenFailureAnalyzerTest {
  @ParameterizedTest
  @CsvSource({
    "7070, --server.port=… or P2PD_TRACKER_PORT in the environment.",
    "7071, --management.server.port=… or MANAGEMENT_SERVER_PORT in the environment."
  })
  void analyze_takenPort_namesThePortAndItsSetting(int port, String setting) {
    MockEnvironment environment = new MockEnvironment()
        .withProperty("server.port", "${P2PD_TRACKER_PORT:7070}")
        .withProperty("management.server.port", "7071");

    FailureAnalysis analysis = new PortTakenFailureAnalyzer(environment)
        .analyze(new IllegalStateException(), new PortInUseException(port));

    assertThat(analysis.getDescription())
        .isEqualTo("port " + port + " is taken by another program");
    assertThat(analysis.getAction()).endsWith(setting);
  }
}
