package org.p2pd.cache.film;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.fill.CacheContent;
import org.p2pd.cache.site.Sites;
import org.p2pd.cache.usage.Usage;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.transport.describe.RequestedForm;
import org.p2pd.transport.fastpath.FastPathAnswer;
import org.p2pd.transport.fastpath.FastPathSource;
import org.p2pd.transport.fastpath.FixedHeaders;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.resolve.ContentResolver;
import org.p2pd.transport.resolve.ResolvedContent;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.serve.Representation;
import org.p2pd.transport.serve.ServingObserver;
import org.p2pd.transport.wire.WireFields;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Hits: films by name whose binding is fresh and whose blocks are here. All else is for {@link FilmRoutes}, which answers
 * the same.
 *
 * <p>A block that is given up while its answer is under way is fetched again.
 */
final class HitFastPath implements FastPathSource {
  private static final int FILMS_MAX = 1_000;
  private static final Duration LOST_BLOCK_MAX = Duration.ofSeconds(10);

  private final Sites sites;
  private final ContentResolver resolver;
  private final CacheContent content;
  private final Usage usage;
  private final ServingObserver observer;
  private final Cache<Publication, Ready> ready =
      Caffeine.newBuilder().weakKeys().maximumSize(FILMS_MAX).build();

  /**
   * Creates the source.
   *
   * @param observer is told of the bytes that viewers get
   */
  HitFastPath(
      Sites sites,
      ContentResolver resolver,
      CacheContent content,
      Usage usage,
      ServingObserver observer) {
    this.sites = sites;
    this.resolver = resolver;
    this.content = content;
    this.usage = usage;
    this.observer = observer;
  }

  @Override
  public @Nullable FastPathAnswer find(String path, HttpRequest request) {
    HttpHeaders fields = request.headers();
    if (path.startsWith("/.") || fields.contains(WireFields.CDN_LOOP) || !wantsFilm(fields)) {
      return null;
    }
    ResolvedContent film = filmOf(fields.get(HttpHeaderNames.HOST), path);
    if (film == null) {
      return null;
    }
    Ready now = ready(film);
    return new FastPathAnswer(
        now.representation, now.headers, range -> read(film, range), now.observer);
  }

  private static boolean wantsFilm(HttpHeaders fields) {
    return !fields.contains(HttpHeaderNames.ACCEPT)
        || RequestedForm.isPlain(String.join(",", fields.getAll(HttpHeaderNames.ACCEPT)));
  }

  private @Nullable ResolvedContent filmOf(String host, String path) {
    try {
      ContentName name = sites.knownNameOf(host.strip(), path);
      return name == null ? null : resolver.known(name);
    } catch (MalformedValueException e) {
      // The routes say what is wrong with it.
      return null;
    }
  }

  /** The same for a whole second, which is what {@code Age} counts in. */
  private Ready ready(ResolvedContent film) {
    Ready known = ready.getIfPresent(film.publication());
    if (known != null && known.ageSeconds == film.confirmedAgeSeconds()) {
      return known;
    }
    Ready made = made(film);
    ready.put(film.publication(), made);
    return made;
  }

  private Ready made(ResolvedContent film) {
    Representation whole = FilmRoutes.representation(film);
    CacheStatus hit = CacheStatus.of(BlockSet.empty(), BlockSet.empty(), true, false);
    return new Ready(
        film.confirmedAgeSeconds(),
        whole,
        FixedHeaders.of(whole, FilmHeaders.of(film, hit)),
        observer.of(film.manifest().contentId()));
  }

  private Publisher<Piece> read(ResolvedContent film, ByteRange range) {
    Manifest manifest = film.manifest();
    if (!content.holds(manifest, range)) {
      return Flux.error(NotHereException::new);
    }
    usage.hit(manifest.contentId());
    return content.read(FetchTarget.of(film), range, LOST_BLOCK_MAX);
  }

  private record Ready(
      long ageSeconds,
      Representation representation,
      FixedHeaders headers,
      ServingObserver observer) {}

  /** Leaves a request to the routes; most of a miss would be the stack trace. */
  private static final class NotHereException extends IOException {
    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
