package org.p2pd.transport.fetch.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.HostEntry;
import reactor.core.publisher.Mono;

class EarlyHostsTest {
  private static final ContentId FILM = new ContentId("a".repeat(64));
  private static final int BLOCK = 256 << 10;

  private final List<BlockSet> asked = new ArrayList<>();
  private final List<HostEntry> named = new ArrayList<>();
  private final List<HostEntry> namedLater = new ArrayList<>();
  private Mono<List<HostEntry>> answer = Mono.just(named);
  private final EarlyHosts early = new EarlyHosts((content, want) -> {
    asked.add(want);
    return answer;
  });

  private static Publication film(long length) {
    return new Publication(
        ContentName.parse("http://cdn.example.com/film.mp4"),
        FILM,
        length,
        BLOCK,
        Digest.ofRaw(new byte[Digest.BYTES]),
        "video/mp4",
        1,
        1,
        Long.MAX_VALUE,
        true,
        List.of(),
        null,
        null);
  }

  private @Nullable List<HostEntry> taken() {
    return early.take(FILM, Mono.just(namedLater)).block();
  }

  @Test
  void filmBecomesKnown_isAskedAboutAtOnce_andOnceOnly() {
    early.ask(film(5L * BLOCK - 1));
    early.ask(film(5L * BLOCK - 1));

    assertThat(asked).containsExactly(BlockSet.range(0, 4));
  }

  @Test
  void answer_servesOnce_thenTheTrackerIsAskedAsAlways() {
    early.ask(film(BLOCK));

    assertThat(taken()).isSameAs(named);
    assertThat(taken()).isSameAs(namedLater);
  }

  @Test
  void hostsCameWithTheName_nobodyIsAsked() {
    early.named(FILM, named);
    early.ask(film(BLOCK));

    assertThat(asked).isEmpty();
    assertThat(taken()).isEqualTo(named);
    assertThat(taken()).isSameAs(namedLater);
  }

  @Test
  void trackerDidNotAnswer_isAskedAsAlways() {
    answer = Mono.error(new IllegalStateException("gone"));
    early.ask(film(BLOCK));

    assertThat(taken()).isSameAs(namedLater);
  }

  @Test
  void emptyFilm_needsNobody() {
    early.ask(film(0));

    assertThat(asked).isEmpty();
  }
}
