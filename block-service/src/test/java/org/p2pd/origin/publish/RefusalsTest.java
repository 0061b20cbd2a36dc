package org.p2pd.origin.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.origin.publish.disk.FoundFile;

class RefusalsTest {
  private static final FoundFile FILM = film(10);
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final Refusals refusals = new Refusals();

  @Test
  void refuse_untilTheFileChanges() {
    refusals.refuse(FILM);

    assertThat(refusals.holdBack(FILM, Long.MAX_VALUE - 1)).isTrue();
    assertThat(refusals.holdBack(film(11), 0)).isFalse();
  }

  @Test
  void failed_isTriedAgain_moreAndMoreSeldom_upToEveryHour() {
    long now = 0;
    for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(refusals.failed(FILM, now)).as("first").isEqualTo(now == 0);
      assertThat(refusals.holdBack(FILM, now + minutes * MINUTE - 1)).isTrue();
      now += minutes * MINUTE;
      assertThat(refusals.holdBack(FILM, now)).isFalse();
    }

    assertThat(refusals.failed(film(11), now))
        .as("a changed file fails for the first time")
        .isTrue();
  }

  @Test
  void forget_isAsIfItHadNeverBeen() {
    refusals.refuse(FILM);
    refusals.forget(FILM.path());

    assertThat(refusals.holdBack(FILM, 0)).isFalse();
  }

  private static FoundFile film(long bytes) {
    return new FoundFile(
        "/film.mp4", Path.of("film.mp4"), new FileStamp(bytes, Instant.EPOCH, "1", null));
  }
}
