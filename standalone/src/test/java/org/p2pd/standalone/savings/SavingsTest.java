package org.p2pd.standalone.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavingsTest {
  private static final long MB = 1_000_000;
  private static final long FILM = 450 * MB;
  private static final long EVENING = 1_793_556_000L;

  @Test
  void nobodyHasTheSystem_nothingIsSaved() {
    Savings savings = replay(given(0, 2, 0), at(0, "10.0.0.1"), at(3_600, "10.1.0.1"));

    assertThat(savings.all()).isEqualTo(new BytesBySender(2 * FILM, 0, 0));
    assertThat(savings.peakAfter()).isEqualTo(savings.peakBefore());
  }

  @Test
  void secondViewer_ofOneWhoStillShares_isServedAsFarAsThatOnesUploadGoes() {
    Savings savings = replay(given(1, 2, 0), at(0, "10.0.0.1"), at(3_600, "10.1.0.1"));

    // 2 of the 4 Mbit/s at which the film is watched.
    assertThat(savings.all()).isEqualTo(new BytesBySender(FILM + FILM / 2, 0, FILM / 2));
  }

  @Test
  void holdersUpload_isGivenAwayOnce() {
    Savings savings =
        replay(given(1, 4, 0), at(0, "10.0.0.1"), at(3_600, "10.1.0.1"), at(3_600, "10.2.0.1"));

    // The third finds the first taken by the second, and the second free.
    assertThat(savings.all().peers()).isEqualTo(2 * FILM);
    assertThat(replay(
                given(1, 4, 0),
                at(0, "10.0.0.1"),
                at(3_600, "10.1.0.1"),
                at(3_600, "10.2.0.1"),
                at(3_601, "10.0.0.1"))
            .all()
            .peers())
        .as("two holders, both taken")
        .isEqualTo(2 * FILM);
  }

  @Test
  void holderWhoWentAway_servesNobody() {
    Savings savings = replay(given(1, 2, 0), at(0, "10.0.0.1"), at(13 * 3_600, "10.1.0.1"));

    assertThat(savings.all().peers()).isZero();
  }

  @Test
  void site_takesAFilmOnce_andAgainWhenItsCacheForgot() {
    Assumptions given = given(0, 2, 1);

    assertThat(replay(given, at(0, "10.0.0.1"), at(60, "10.0.7.7"), at(120, "10.9.0.1"))
            .all())
        .isEqualTo(new BytesBySender(2 * FILM, FILM, 0));
    assertThat(
            replay(given, at(0, "10.0.0.1"), at(8 * 86_400, "10.0.7.7")).all().cache())
        .isZero();
  }

  @Test
  void moreAgents_neverSaveLess() {
    LoggedRequest[] evening = Stream.iterate(0, i -> i < 300, i -> i + 1)
        .map(i -> at(i * 40L, "10." + i % 7 + "." + i % 31 + "." + i % 251))
        .toArray(LoggedRequest[]::new);
    double before = -1;
    for (int percent = 0; percent <= 100; percent += 20) {
      double saved = replay(given(percent / 100.0, 2, 0), evening).all().saved();
      assertThat(saved).as("%d %% of viewers", percent).isGreaterThanOrEqualTo(before);
      before = saved;
    }
    assertThat(before).isGreaterThan(0.5);
  }

  @Test
  void daysAndTitles_addUpToTheWhole() {
    Savings savings = replay(given(1, 2, 0), at(0, "10.0.0.1"), at(86_400, "10.1.0.1"));

    assertThat(savings.days())
        .containsOnlyKeys(LocalDate.parse("2026-11-01"), LocalDate.parse("2026-11-02"));
    assertThat(savings.days().values().stream().reduce(BytesBySender.NONE, BytesBySender::plus))
        .isEqualTo(savings.all());
    assertThat(savings.titles(10))
        .extracting(java.util.Map.Entry::getValue)
        .containsExactly(savings.all());
  }

  @Test
  void line_commonCombinedAndWithVirtualHost_isRead() {
    String time = "[01/Nov/2026:18:00:00 +0100]";
    LoggedRequest expected = new LoggedRequest("10.0.0.1", EVENING - 3_600, "/f.mp4", 5 * MB);

    assertThat(LoggedRequest.parse("10.0.0.1 - - " + time + " \"GET /f.mp4 HTTP/1.1\" 200 5000000"))
        .contains(expected);
    assertThat(LoggedRequest.parse("10.0.0.1 - Ada L. " + time
            + " \"GET /f.mp4?start=3 HTTP/2.0\" 206 5000000 \"http://a/\" \"VLC\""))
        .contains(expected);
    assertThat(LoggedRequest.parse(
            "cdn.example.org:443 10.0.0.1 - - " + time + " \"GET /f.mp4 HTTP/1.1\" 200 5000000 9"))
        .contains(expected);
    assertThat(LoggedRequest.parse("2001:db8::1 - - " + time + " \"GET /f.mp4 HTTP/1.1\" 200 7")
            .orElseThrow()
            .client())
        .isEqualTo("2001:db8::1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "10.0.0.1 - - [01/Nov/2026:18:00:00 +0100] \"GET /f.mp4 HTTP/1.1\" 404 500",
        "10.0.0.1 - - [01/Nov/2026:18:00:00 +0100] \"POST /f.mp4 HTTP/1.1\" 200 500",
        "10.0.0.1 - - [01/Nov/2026:18:00:00 +0100] \"GET /f.mp4 HTTP/1.1\" 200 -",
        "10.0.0.1 - - [01/Nov/2026:18:00:00 +0100] \"GET /f.mp4 HTTP/1.1\" 200 0",
        "10.0.0.1 - - [32/Nov/2026:18:00:00 +0100] \"GET /f.mp4 HTTP/1.1\" 200 500",
        "10.0.0.1 - - [01/Nov/2026:18:00:00 +0100] \"GET /f.mp4 HTTP/1.1\" 200 99999999999999999999"
      })
  void line_thatDeliveredNothing_isLeftOut(String line) {
    assertThat(LoggedRequest.parse(line)).isEmpty();
  }

  @Test
  void assumptions_thatCannotBe_areRefused() {
    assertThatThrownBy(() -> given(1.3, 2, 0)).hasMessageContaining("0 to 100");
    assertThatThrownBy(() -> given(0.3, 0, 0)).hasMessageContaining("more than 0 Mbit/s");
    assertThatThrownBy(() -> given(0.3, Double.NaN, 0)).hasMessageContaining("more than 0 Mbit/s");
  }

  @Test
  void network_ofAddressesAndNames() {
    assertThat(Savings.network("10.2.3.4")).isEqualTo("10.2");
    assertThat(Savings.network("2001:db8:1:2::5")).isEqualTo("2001:db8:1");
    assertThat(Savings.network("::1")).isNotEmpty();
    assertThat(Savings.network("dsl-7.lyse.example.no")).isEqualTo("example.no");
    assertThat(Savings.network("localhost")).isEqualTo("localhost");
  }

  private static Assumptions given(double agents, double uploadMbit, double sites) {
    return new Assumptions(agents, Duration.ofHours(12), uploadMbit * 1e6, 4e6, sites, 7, MB);
  }

  private static LoggedRequest at(long second, String client) {
    return new LoggedRequest(client, EVENING + second, "/f.mp4", FILM);
  }

  private static Savings replay(Assumptions given, LoggedRequest... requests) {
    Savings savings = new Savings(given);
    Stream.of(requests).forEach(savings::replay);
    return savings;
  }
}
