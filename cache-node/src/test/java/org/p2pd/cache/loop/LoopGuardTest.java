package org.p2pd.cache.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.ContentId;

class LoopGuardTest {
  private static final ContentId FILM = new ContentId("a".repeat(64));
  private static final ContentId OTHER = new ContentId("b".repeat(64));
  private static final String FILM_PATH = "/.p2pd/content/" + FILM;

  private final LoopGuard guard = new LoopGuard("p2pd-me");

  @Test
  void passed_severalLinesAndParameters_areAllNodes() {
    assertThat(LoopGuard.passed(List.of("foo123.example.net; \"a,b\", p2pd-x", "[::1]:80")))
        .contains("foo123.example.net", "p2pd-x", "[::1]:80");
  }

  @Test
  void passed_nonsenseOrTooMany_isBounded() {
    String many = IntStream.range(0, 500).mapToObj(i -> "n" + i).collect(Collectors.joining(","));

    assertThat(LoopGuard.passed(List.of(" ", "<>", many))).hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void isLoop_onlyWhereThisNodeIsNamed() {
    assertThat(guard.isLoop(Set.of("p2pd-other", "p2pd-me"))).isTrue();
    assertThat(guard.isLoop(Set.of("p2pd-other"))).isFalse();
  }

  @Test
  void outgoing_whileSomebodyWaits_namesThemForThatContentOnly() {
    Runnable done = guard.wait(FILM, Set.of("p2pd-child"));

    assertThat(guard.outgoing(FILM_PATH)).isEqualTo("p2pd-me, p2pd-child");
    assertThat(guard.outgoing("/.p2pd/content/" + OTHER)).isEqualTo("p2pd-me");
    assertThat(guard.outgoing("/movie.mp4")).isEqualTo("p2pd-me, p2pd-child");
    done.run();
    assertThat(guard.outgoing(FILM_PATH)).isEqualTo("p2pd-me");
  }
}
