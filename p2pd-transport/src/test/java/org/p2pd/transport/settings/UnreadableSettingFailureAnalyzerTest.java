package org.p2pd.transport.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.unit.DataSize;

class UnreadableSettingFailureAnalyzerTest {
  enum Who {
    OPEN,
    NONE
  }

  record Settings(
      DataSize size, int peerPort, Boolean share, URI cache, Duration every, Who privacy) {}

  @ParameterizedTest
  @CsvSource({
    "size, ten, P2PD_AGENT_SIZE: ten (expected: a size such as 10GB)",
    "peer-port, many, P2PD_AGENT_PEER_PORT: many (expected: a number)",
    "share, maybe, P2PD_AGENT_SHARE: maybe (expected: true or false)",
    "cache, :::, P2PD_AGENT_CACHE: ::: (expected: a URL such as http://cache.example.org:7090)",
    "every, soon, P2PD_AGENT_EVERY: soon (expected: a time such as 30s)",
    "privacy, bogus, P2PD_AGENT_PRIVACY: bogus (expected: open or none)"
  })
  void analyze_valueThatIsNone_isASentence(String name, String value, String sentence) {
    Binder binder =
        new Binder(new MapConfigurationPropertySource(Map.of("p2pd.agent." + name, value)));

    Throwable failure = catchThrowable(() -> binder.bind("p2pd.agent", Settings.class));

    FailureAnalysis analysis =
        Objects.requireNonNull(new UnreadableSettingFailureAnalyzer().analyze(failure));
    assertThat(analysis.getDescription()).isEqualTo(sentence);
  }
}
