package org.p2pd.transport.fetch.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2pd.transport.schedule.host.RememberedHost;

class HostFileTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir
  Path directory;

  @Test
  void load_afterSave_isWhatWasKeptAndOlderByTheTimeBetween() {
    RememberedHost fast = host("http://192.0.2.7:7090#192.0.2.7", 0, Duration.ofMinutes(5));
    RememberedHost liar = host("http://192.0.2.8:1112", 1, Duration.ZERO);
    at(NOW).save(List.of(fast, liar));

    List<RememberedHost> loaded = at(NOW.plus(Duration.ofHours(1))).load();

    assertThat(loaded)
        .containsExactly(
            host(fast.server(), 0, Duration.ofMinutes(65)),
            host(liar.server(), 1, Duration.ofMinutes(60)));
  }

  @Test
  void load_neverSaved_isNothing() {
    assertThat(at(NOW).load()).isEmpty();
  }

  @Test
  void load_damagedLines_areLeftOut() throws IOException {
    at(NOW).save(List.of(host("http://192.0.2.7", 0, Duration.ZERO)));
    Path file = directory.resolve("hosts");
    Files.writeString(
        file,
        "nonsense\n1 2 3\n1 -5 1 1 proven 0 http://a\n1 1 " + Long.MAX_VALUE
            + " 1 proven 0 http://b\n" + Long.MAX_VALUE + " 1 1 1 proven 0 http://c\n\n"
            + Files.readString(file));

    assertThat(at(NOW).load())
        .extracting(RememberedHost::server)
        .containsExactly("http://192.0.2.7");
  }

  private HostFile at(Instant now) {
    return new HostFile(directory, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static RememberedHost host(String server, int strikes, Duration age) {
    return new RememberedHost(
        server, 2_500_000, Duration.ofMillis(20), Duration.ofMillis(3), strikes == 0, strikes, age);
  }
}
