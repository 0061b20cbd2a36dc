package org.p2pd.tracker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

@NullUnmarked
class UnguardedTrackerTest {
  private static final String SECRET = "0123456789abcdef";

  @Test
  void offLoopbackWithoutSecrets_refusesToStartAndSaysWhatToSet() throws UnknownHostException {
    ServerProperties everywhere = listeningOn("0.0.0.0");

    assertThatThrownBy(() ->
            new ListenAddress(new TrackerSettings(SECRET, null, null, null, 0, true), everywhere))
        .isInstanceOfSatisfying(UnguardedTrackerException.class, refusal -> {
          assertThat(refusal).hasMessageContaining("0.0.0.0").hasMessageContaining("PUBLISH_TOKEN");
          assertThat(new UnguardedTrackerFailureAnalyzer().analyze(refusal).getAction())
              .contains("P2PD_TRACKER_PUBLISH_TOKEN");
        });
  }

  @Test
  void withSecretsOrOnLoopback_starts() throws UnknownHostException {
    new ListenAddress(
        new TrackerSettings(SECRET, SECRET, null, null, 0, true), listeningOn("0.0.0.0"));
    new ListenAddress(
        new TrackerSettings(null, null, null, null, 0, true), listeningOn("127.0.0.1"));
    assertThat(new TrackerSettings("", " ", List.of(), null, 0, true).guarded()).isFalse();
  }

  @Test
  void shortSecret_isRefusedWithAWayToMakeOne() {
    assertThatThrownBy(() -> new TrackerSettings("short", null, null, null, 0, true))
        .hasMessageContaining("P2PD_TRACKER_SECRET")
        .hasMessageContaining("openssl rand");
  }

  private static ServerProperties listeningOn(String address) throws UnknownHostException {
    ServerProperties server = new ServerProperties();
    server.setAddress(InetAddress.getByName(address));
    return server;
  }
}
