package org.p2pd.tracker.publication;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.tracker.content.Manifests;
import org.p2pd.tracker.redis.RedisUnavailableException;
import org.p2pd.tracker.upstream.Upstream;
import org.p2pd.tracker.upstream.UpstreamSilentException;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.problem.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What names are bound to: here or, where this is a site's tracker, upstream.
 *
 * <p>A site's tracker keeps what upstream said, together with the manifest: that lets its hosts announce the content, and
 * holds for a day while upstream does not answer. What upstream no longer binds is forgotten as soon as it says so.
 */
@Component
public final class Names {
  private static final Duration KEPT_AGAIN = Duration.ofMinutes(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final int NAMES_MAX = 10_000;

  private final Publications publications;
  private final Manifests manifests;
  private final Upstream upstream;
  private final Clock clock;
  private final Cache<ContentName, Publication> kept =
      Caffeine.newBuilder().maximumSize(NAMES_MAX).expireAfterWrite(KEPT_AGAIN).build();

  Names(Publications publications, Manifests manifests, Upstream upstream, Clock clock) {
    this.publications = publications;
    this.manifests = manifests;
    this.upstream = upstream;
    this.clock = clock;
  }

  /**
   * What {@code name} is bound to; 404 where nothing.
   *
   * @param asker how far the address of whoever asks reaches
   */
  public Mono<Publication> resolve(ContentName name, Reach asker) {
    return bound(name, asker).switchIfEmpty(Mono.error(() -> Publications.unknown(name)));
  }

  private Mono<Publication> bound(ContentName name, Reach asker) {
    return upstream.isConfigured()
        ? upstream
            .resolve(name, asker)
            .flatMap(answer -> keep(name, answer))
            .onErrorResume(UpstreamSilentException.class, silent -> kept(name, silent))
        : publications.resolve(name);
  }

  /** What {@code name} is bound to here, upstream not asked; 404 where nothing. */
  public Mono<Publication> kept(ContentName name) {
    return publications.resolve(name).switchIfEmpty(Mono.error(() -> Publications.unknown(name)));
  }

  /**
   * Withdraws a name; 404 where it is not bound, 409 where it is bound to another content, 403 where names come from
   * upstream.
   *
   * @param recall whether the content is forgotten too, and refused for a day
   */
  Mono<Void> withdraw(ContentName name, ContentId content, boolean recall) {
    return withdraw(name, content, recall, false);
  }

  /** As {@link #withdraw}, by the tracker's operator: whoever states the same binding is refused until he allows it. */
  public Mono<Void> withdrawForGood(ContentName name, ContentId content, boolean recall) {
    return withdraw(name, content, recall, true);
  }

  /** Lets a binding be stated again that was withdrawn for good. */
  public Mono<Void> allow(ContentName name) {
    upstream.requireNone("publications");
    return publications.allow(name);
  }

  private Mono<Void> withdraw(
      ContentName name, ContentId content, boolean recall, boolean forGood) {
    upstream.requireNone("publications");
    return publications
        .withdraw(name, content, forGood)
        .then(recall ? manifests.recall(content) : Mono.empty());
  }

  /** Where nothing is kept either, nobody knows: that is not to be taken for a withdrawal. */
  private Mono<Publication> kept(ContentName name, UpstreamSilentException silent) {
    return publications
        .resolve(name)
        .switchIfEmpty(Mono.error(() -> ProblemException.unavailable(
            "tracker upstream: " + silent.getMessage() + " (expected: what " + name
                + " is bound to; try again)",
            RETRY_AFTER)));
  }

  private Mono<Publication> keep(ContentName name, Optional<Publication> answer) {
    if (answer.isEmpty()) {
      kept.invalidate(name);
      return publications.forget(name).then(Mono.empty());
    }
    Publication stated = answer.get();
    return stated.equals(kept.getIfPresent(name)) ? Mono.just(stated) : keep(stated);
  }

  /** Of two bindings the higher version holds, also where upstream goes back to an older one. */
  private Mono<Publication> keep(Publication stated) {
    Publication checked = PublicationRules.checked(stated, clock.millis());
    return manifests
        .learn(checked.contentId())
        .then(publications.keep(checked))
        .doOnSuccess(done -> kept.put(checked.url(), checked))
        .thenReturn(checked)
        .onErrorReturn(RedisUnavailableException.class, checked)
        .onErrorResume(Names::isOlder, older -> publications.resolve(checked.url()));
  }

  private static boolean isOlder(Throwable error) {
    return error instanceof ProblemException problem && problem.status() == HttpStatus.CONFLICT;
  }

  /**
   * One page of the catalogue, upstream's where it answers, else of what is here.
   *
   * @param cursor as the page before said; upstream and here they mean the same
   * @param query words of the path; null = any
   */
  public Mono<Catalogue> page(
      @Nullable String cursor, @Nullable String authority, @Nullable String query, int limit) {
    Mono<Catalogue> here = Mono.defer(() -> publications
        .page(
            Cursor.decode(cursor == null ? "" : cursor),
            authority,
            PathWords.of(query == null ? "" : query),
            limit)
        .map(Cursor::encodeNext));
    return upstream.page(authority, query, cursor, limit).switchIfEmpty(here);
  }

  /** Authorities with a live publication, upstream's where it answers: what agents may ask this tracker about. */
  Mono<List<String>> authorities() {
    return upstream.authorities().switchIfEmpty(Mono.defer(publications::authorities));
  }
}
