package org.p2pd.tracker.stats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.tracker.publication.Publications;
import org.p2pd.tracker.swarm.Swarms;
import org.p2pd.tracker.web.Bodies;
import org.p2pd.transport.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The numbers every two seconds, for as long as somebody looks. However many look at one replica, it reads once.
 *
 * <p>While Redis is gone the stream says so and goes on: whoever looks need not connect again.
 */
@Component
class NetworkEvents implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkEvents.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int SWARMS_MAX = 50;
  private static final int VIEWERS_MAX = 1_000;

  private final Stats stats;
  private final Publications publications;
  private final Swarms swarms;
  private final Clock clock;
  private final AtomicInteger viewers = new AtomicInteger();
  private final Sinks.Empty<Void> stopping = Sinks.empty();
  private final Flux<ServerSentEvent<String>> shared = Flux.interval(Duration.ZERO, EVERY)
      .onBackpressureDrop()
      .concatMap(tick -> read(), 1)
      .replay(1)
      .refCount();
  private volatile boolean running;

  NetworkEvents(Stats stats, Publications publications, Swarms swarms, Clock clock) {
    this.stats = stats;
    this.publications = publications;
    this.swarms = swarms;
    this.clock = clock;
  }

  /** The stream for one viewer; a slow one misses events instead of piling them up. */
  Flux<ServerSentEvent<String>> stream() {
    return Flux.defer(() -> {
      if (viewers.incrementAndGet() > VIEWERS_MAX) {
        viewers.decrementAndGet();
        return Flux.error(
            ProblemException.unavailable("events: too many viewers", Duration.ofSeconds(30)));
      }
      return shared
          .onBackpressureLatest()
          .takeUntilOther(stopping.asMono())
          .doFinally(end -> viewers.decrementAndGet());
    });
  }

  private Mono<ServerSentEvent<String>> read() {
    return Mono.zip(stats.read(), sizes())
        .map(read -> NetworkEvent.of(clock.millis(), read.getT1(), read.getT2()))
        .map(event -> event("network", new String(Bodies.toJson(event), UTF_8)))
        .onErrorResume(NetworkEvents::unavailable);
  }

  private Mono<List<Swarms.Size>> sizes() {
    return publications
        .page("", null, Set.of(), SWARMS_MAX)
        .flatMapIterable(page -> page.publications())
        .map(Publication::contentId)
        .distinct()
        .flatMapSequential(swarms::size, SWARMS_MAX)
        .collectList();
  }

  private static Mono<ServerSentEvent<String>> unavailable(Throwable error) {
    LOG.debug("no event: {}", error.getMessage());
    return Mono.just(event("unavailable", "{}"));
  }

  private static ServerSentEvent<String> event(String name, String data) {
    return ServerSentEvent.builder(data).event(name).build();
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
