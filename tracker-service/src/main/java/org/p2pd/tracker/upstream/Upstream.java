package org.p2pd.tracker.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Authorities;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.protocol.tracker.catalogue.Recalls;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/**
 * What the trackers upstream say, where this is a site's tracker (WIRE §2).
 *
 * <p>Only publications, manifests and lists are asked for, in the name of the site: nothing about its hosts leaves it.
 * Equal questions share one call. An answer is used for {@value #FRESH_SECONDS} s, so that with the 30 s of agents and
 * caches a withdrawn name is forgotten within a minute. Nobody waits longer than two seconds.
 */
public final class Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
  private static final int FRESH_SECONDS = 15;
  private static final Duration FRESH = Duration.ofSeconds(FRESH_SECONDS);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration UNKNOWN_FRESH = Duration.ofSeconds(3);
  private static final Duration WAIT_MAX = Duration.ofSeconds(2);
  private static final int NAMES_MAX = 10_000;
  private static final int MANIFESTS_UNDER_WAY_MAX = 1_000;
  private static final int KNOWN_AT_A_TIME = 1;

  private final boolean configured;
  private final Directory directory;
  private final Mono<List<String>> authorities;
  private final Cache<Question, Mono<Optional<Publication>>> names =
      Caffeine.newBuilder().maximumSize(NAMES_MAX).expireAfterWrite(FRESH).build();
  private final Cache<ContentId, Mono<Manifest>> manifests = Caffeine.newBuilder()
      .maximumSize(MANIFESTS_UNDER_WAY_MAX)
      .expireAfterWrite(UNKNOWN_FRESH)
      .build();

  Upstream(boolean configured, Directory directory) {
    this.configured = configured;
    this.directory = directory;
    this.authorities = directory
        .only()
        .flatMap(each -> each.ask(TrackerClient::authorities))
        .map(Authorities::authorities)
        .cache(list -> FRESH, error -> PAUSE, () -> FRESH);
  }

  /** Whether this is a site's tracker. */
  public boolean isConfigured() {
    return configured;
  }

  /** Refuses what belongs to the trackers upstream: 403. */
  public void requireNone(String what) {
    if (configured) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN,
          what
              + ": at a site's tracker (expected: at the tracker upstream, from which this one takes it;"
              + " P2PD_TRACKER_UPSTREAM is set)");
    }
  }

  /**
   * What upstream binds {@code name} to; an empty answer where it binds it to nothing.
   *
   * @param asker how far the address of whoever asks reaches
   * @throws UpstreamSilentException where nobody answers in time
   */
  public Mono<Optional<Publication>> resolve(ContentName name, Reach asker) {
    return inTime(names.get(new Question(name, asker), this::ask));
  }

  private Mono<Optional<Publication>> ask(Question question) {
    return directory
        .of(question.name().authority(), question.asker())
        .onErrorMap(error -> new UpstreamSilentException(error.toString()))
        .flatMap(trackers -> ask(trackers, question.name()))
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .cache(answer -> answer.isPresent() ? FRESH : UNKNOWN_FRESH, error -> PAUSE, () -> PAUSE);
  }

  private static Mono<Publication> ask(Trackers trackers, ContentName name) {
    return trackers
        .ask(client -> client.resolve(name))
        .map(stated -> believed(name, trackers, stated));
  }

  private static Publication believed(ContentName name, Trackers trackers, Publication stated) {
    if (!stated.url().equals(name) || !trackers.believes(stated)) {
      LOG.warn("A publication of {} is not believed: its name or its signature is wrong", name);
      throw new UpstreamSilentException("a wrong publication of " + name);
    }
    return stated;
  }

  /** The manifest of {@code content}, checked; empty where no tracker known by now has it. */
  public Mono<Manifest> manifest(ContentId content) {
    return configured
        ? inTime(manifests.get(content, this::askForManifest))
            .onErrorComplete(UpstreamSilentException.class)
        : Mono.empty();
  }

  private Mono<Manifest> askForManifest(ContentId content) {
    return directory
        .known()
        .concatMap(
            each -> each.ask(client -> client.manifest(content)).onErrorComplete(), KNOWN_AT_A_TIME)
        .next()
        .cache();
  }

  /** One page of the catalogue upstream, its cursors included; empty where there is none to ask or none answers. */
  public Mono<Catalogue> page(
      @Nullable String authority, @Nullable String words, @Nullable String cursor, int limit) {
    return inTime(directory
            .only()
            .flatMap(each -> each.ask(client -> client.catalogue(authority, words, cursor, limit))))
        .onErrorComplete(UpstreamSilentException.class);
  }

  /** The authorities upstream; empty where there is none to ask or none answers. */
  public Mono<List<String>> authorities() {
    return inTime(authorities).onErrorComplete(UpstreamSilentException.class);
  }

  /** What was recalled upstream after {@code sinceMillis}; empty where there is none to ask or none answers. */
  public Mono<Recalls> recalls(long sinceMillis) {
    return inTime(directory.only().flatMap(each -> each.ask(client -> client.recalls(sinceMillis))))
        .onErrorComplete(UpstreamSilentException.class);
  }

  /** Waits a little; the call goes on for those who ask next. */
  private static <T> Mono<T> inTime(Mono<T> answer) {
    return answer
        .timeout(WAIT_MAX)
        .onErrorMap(TimeoutException.class, late -> new UpstreamSilentException("late"));
  }

  private record Question(ContentName name, Reach asker) {}
}
