package org.p2pd.tracker.stats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.tracker.availability.Availabilities;
import org.p2pd.tracker.availability.Availability;
import org.p2pd.tracker.host.Hosts;
import org.p2pd.tracker.publication.Publications;
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
  private static final int SAMPLES_UNDER_WAY_MAX = 8;
  private static final int CROWD_MAX = 200;
  private static final Duration CROWDS_FRESH = Duration.ofSeconds(10);
  private static final int VIEWERS_MAX = 1_000;

  private final Stats stats;
  private final Publications publications;
  private final Hosts hosts;
  private final Availabilities availabilities;
  private final Mono<List<RoleSnapshot>> crowds;
  private final Clock clock;
  private final AtomicInteger viewers = new AtomicInteger();
  private final Sinks.Empty<Void> stopping = Sinks.empty();
  private final Flux<ServerSentEvent<String>> shared = Flux.interval(Duration.ZERO, EVERY)
      .onBackpressureDrop()
      .concatMap(tick -> read(), 1)
      .replay(1)
      .refCount();
  private volatile boolean running;

  NetworkEvents(
      Stats stats,
      Publications publications,
      Hosts hosts,
      Availabilities availabilities,
      Clock clock) {
    this.stats = stats;
    this.publications = publications;
    this.hosts = hosts;
    this.availabilities = availabilities;
    this.crowds = Mono.defer(this::readCrowds)
        .cache(read -> CROWDS_FRESH, error -> Duration.ZERO, () -> Duration.ZERO);
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
    return Mono.zip(stats.read(), crowds, swarms())
        .map(read -> NetworkEvent.of(clock.millis(), read.getT1(), read.getT2(), read.getT3()))
        .map(event -> event("network", new String(Bodies.toJson(event), UTF_8)))
        .onErrorResume(NetworkEvents::unavailable);
  }

  private Mono<List<RoleSnapshot>> readCrowds() {
    return hosts
        .count()
        .flatMap(counts -> Flux.just(
                crowd(HostRole.ORIGIN, counts.origin()),
                crowd(HostRole.CACHE, counts.cache()),
                crowd(HostRole.AGENT, counts.agent()))
            .concatMap(crowd -> crowd)
            .collectList());
  }

  /** Hosts are ordered by end of lease; a window at a random place is as good as any. */
  private Mono<RoleSnapshot> crowd(HostRole role, long count) {
    int beyond = (int) Math.min(Integer.MAX_VALUE - 1, Math.max(0, count - CROWD_MAX));
    int offset = ThreadLocalRandom.current().nextInt(beyond + 1);
    return hosts
        .page(role, offset, CROWD_MAX)
        .map(sample -> RoleSnapshot.of(role.wireName(), count, sample));
  }

  private Mono<List<Availability>> swarms() {
    return publications
        .page("", null, Set.of(), SWARMS_MAX)
        .flatMapIterable(page -> page.publications())
        .map(Publication::contentId)
        .distinct()
        .flatMapSequential(availabilities::of, SAMPLES_UNDER_WAY_MAX)
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
