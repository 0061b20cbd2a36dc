package org.p2pd.agent.api;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.agent.sharing.Sharing;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.resolve.ResolvedContent;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What happens in the agent, for as long as a page looks: its state at most once a second, a film's blocks at most four
 * times a second, each only when it changed. At most {@value #STREAMS_MAX} streams; a slow one misses events instead of
 * piling them up.
 */
@Component
class AgentEvents implements SmartLifecycle {
  static final int STREAMS_MAX = 32;

  private static final Duration STATUS_EVERY = Duration.ofSeconds(1);
  private static final Duration BLOCKS_EVERY = Duration.ofMillis(250);

  /** So that a connection that died is noticed. */
  private static final Duration ALIVE_EVERY = Duration.ofSeconds(15);

  private final AgentNode node;
  private final Sharing sharing;
  private final AtomicInteger streams = new AtomicInteger();
  private final Sinks.Empty<Void> stopping = Sinks.empty();
  private volatile boolean running;

  AgentEvents(AgentNode node, Sharing sharing) {
    this.node = node;
    this.sharing = sharing;
  }

  /** The stream for one page, begun when it is subscribed; 503 where too many are open. */
  Mono<Flux<ServerSentEvent<Object>>> open(@Nullable ResolvedContent film) {
    Flux<ServerSentEvent<Object>> stream = Flux.merge(status(), blocks(film), alive());
    return streams.get() >= STREAMS_MAX
        ? Mono.error(() -> ProblemException.unavailable(
            "events: " + STREAMS_MAX + " pages are open already (expected: fewer)",
            Duration.ofSeconds(5)))
        : Mono.just(stream
            .doOnSubscribe(begun -> streams.incrementAndGet())
            .takeUntilOther(stopping.asMono())
            .doFinally(end -> streams.decrementAndGet()));
  }

  /** A film and where its blocks came from, now. */
  FilmEntry.Drawn drawn(ResolvedContent film) {
    int held = node.store().held(film.manifest().contentId()).size();
    return new FilmEntry.Drawn(FilmEntry.of(film.publication(), held), node.picture(film));
  }

  private Flux<ServerSentEvent<Object>> status() {
    return changes("status", STATUS_EVERY, () -> AgentStatus.of(node, sharing));
  }

  private Flux<ServerSentEvent<Object>> blocks(@Nullable ResolvedContent film) {
    return film == null ? Flux.empty() : changes("blocks", BLOCKS_EVERY, () -> drawn(film));
  }

  private static Flux<ServerSentEvent<Object>> changes(
      String name, Duration every, Supplier<Object> read) {
    return Flux.interval(Duration.ZERO, every)
        .onBackpressureDrop()
        .map(tick -> read.get())
        .distinctUntilChanged()
        .map(now -> ServerSentEvent.builder(now).event(name).build());
  }

  private static Flux<ServerSentEvent<Object>> alive() {
    return Flux.interval(ALIVE_EVERY)
        .onBackpressureDrop()
        .map(tick -> ServerSentEvent.builder().comment("alive").build());
  }

  @Override
  public void start() {
    running = true;
  }

  /** Ends all streams: a graceful shutdown waits for responses under way. */
  @Override
  public void stop() {
    running = false;
    stopping.tryEmitEmpty();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
