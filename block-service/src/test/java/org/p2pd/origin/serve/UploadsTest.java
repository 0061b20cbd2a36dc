package org.p2pd.origin.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.p2pd.transport.wire.WireFields;

class UploadsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Uploads uploads = new Uploads(new TrafficCounters(), meters, 1);

  @Test
  void to_strangersWithEverNewZones_areToldApartUpToALimit() {
    for (int zone = 0; zone < 1_000; zone++) {
      Map<String, String> fields =
          Map.of("User-Agent", Dialer.USER_AGENT, WireFields.ZONE, "zone-" + zone);
      uploads.to(fields::get).sent(7);
    }

    assertThat(meters.find("p2pd.served.bytes").counters()).hasSizeBetween(20, 300);
    assertThat(meters.get("p2pd.served.bytes").tag("zone", "other").counters())
        .anySatisfy(other -> assertThat(other.count()).isEqualTo(7.0 * 900));
  }

  @Test
  void to_zoneInAnyLetters_isReadAsItWasMeant() {
    Map<String, String> fields =
        Map.of("User-Agent", Dialer.USER_AGENT, WireFields.ZONE, "campus+%C3%BC");
    uploads.to(fields::get).sent(1);

    assertThat(meters.find("p2pd.served.bytes").tag("zone", "campus ü").counters())
        .isNotEmpty();
  }

  @Test
  void to_malformedZone_isNone() {
    Map<String, String> fields = Map.of("User-Agent", Dialer.USER_AGENT, WireFields.ZONE, "%zz");
    uploads.to(fields::get).sent(1);

    assertThat(meters
            .get("p2pd.served.bytes")
            .tag("zone", "none")
            .tag("to", "agent")
            .counters())
        .isNotEmpty();
  }
}
