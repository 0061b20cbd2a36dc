package org.p2pd.transport.fetch.swarm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.transport.probe.HostProbe;
import org.p2pd.transport.schedule.source.Source;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hosts that a tracker named lately, to be asked themselves while it is gone; each at most once in ten seconds. */
final class KnownHosts {
  private static final int HOSTS_MAX = 64;
  private static final int ASKED_AT_ONCE_MAX = 16;
  private static final int QUESTIONS_MAX = 1_000;
  private static final Duration NAMED_KEPT = Duration.ofHours(1);
  private static final Duration ANSWER_KEPT = Duration.ofSeconds(10);

  private final HostProbe probe;
  private final Cache<String, Source> named =
      Caffeine.newBuilder().maximumSize(HOSTS_MAX).expireAfterWrite(NAMED_KEPT).build();
  private final Cache<Question, Mono<Source>> answers = Caffeine.newBuilder()
      .maximumSize(QUESTIONS_MAX)
      .expireAfterWrite(ANSWER_KEPT)
      .build();

  KnownHosts(HostProbe probe) {
    this.probe = probe;
  }

  /** The tracker named {@code sources} for some content. */
  void named(List<Source> sources) {
    sources.stream()
        .filter(source -> !source.plain())
        .forEach(source -> named.put(source.server(), source.having(BlockSet.empty())));
  }

  /** Those that say that they have blocks of {@code id}. Never fails. */
  Mono<List<Source>> having(ContentId id) {
    return Flux.fromIterable(List.copyOf(named.asMap().values()))
        .flatMap(source -> ask(source, id), ASKED_AT_ONCE_MAX)
        .collectList();
  }

  private Mono<Source> ask(Source source, ContentId id) {
    return answers.get(
        new Question(source.server(), id), asked -> probe.have(source, id).cache());
  }

  private record Question(String server, ContentId id) {}
}
