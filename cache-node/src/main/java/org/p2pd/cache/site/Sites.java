package org.p2pd.cache.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.protocol.tracker.catalogue.Authorities;
import org.p2pd.protocol.tracker.catalogue.Catalogue;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The authorities whose films this cache serves: those of the settings, or else all that the tracker publishes, asked
 * for at most once a second and remembered while the tracker is away.
 *
 * <p>Also what a cache may dial by name: a {@code Host} that is not among them is never looked up in DNS.
 */
public final class Sites {
  private static final Duration LIST_FRESH = Duration.ofSeconds(1);
  private static final int CONTENTS_MAX = 10_000;
  private static final Duration CONTENTS_FRESH = Duration.ofMinutes(10);
  private static final Duration CONTENTS_UNKNOWN_FRESH = Duration.ofSeconds(1);
  private static final int CATALOGUE_PAGE = 500;
  private static final int CATALOGUE_PAGES_MAX = 20;
  private static final int READINGS_MAX = 1_000;

  private final List<String> configured;
  private final TrackerClient tracker;
  private final Mono<List<String>> published;
  private final Cache<ContentId, Mono<Boolean>> servedContents = Caffeine.newBuilder()
      .maximumSize(CONTENTS_MAX)
      .expireAfterWrite(CONTENTS_FRESH)
      .build();
  private volatile @Nullable List<String> lastPublished;

  /** What was asked for lately, read: whoever asks for a film asks for many ranges of it. */
  private final Cache<Asked, Reading> readings =
      Caffeine.newBuilder().maximumSize(READINGS_MAX).build();

  /**
   * Creates the sites of one cache.
   *
   * @param configured normalised authorities; empty = all that the tracker publishes
   */
  public Sites(List<String> configured, TrackerClient tracker) {
    this.configured = List.copyOf(configured);
    this.tracker = tracker;
    this.published = Mono.defer(tracker::authorities)
        .map(Authorities::authorities)
        .doOnNext(this::remember)
        .cache(list -> LIST_FRESH, error -> LIST_FRESH, () -> LIST_FRESH)
        .onErrorResume(this::remembered);
  }

  private void remember(List<String> published) {
    if (!published.equals(lastPublished)) {
      lastPublished = published;
    }
  }

  private Mono<List<String>> remembered(Throwable trackerGone) {
    List<String> last = lastPublished;
    return last == null ? Mono.error(trackerGone) : Mono.just(last);
  }

  /**
   * The name that a request means.
   *
   * @return a problem of 403 where the site is not one of the settings, 404 where nobody publishes it; another error
   *     where the tracker was never reached
   */
  public Mono<ContentName> nameOf(String host, String rawPath) {
    return served().map(sites -> {
      String authority = SiteName.choose(host, sites);
      if (authority == null) {
        throw unknown(host, sites);
      }
      return new ContentName(authority, rawPath);
    });
  }

  /** As {@link #nameOf}, from memory; null where that needs asking or is not served. */
  public @Nullable ContentName knownNameOf(String host, String rawPath) {
    List<String> sites = configured.isEmpty() ? lastPublished : configured;
    if (sites == null) {
      return null;
    }
    Asked asked = new Asked(host, rawPath);
    Reading reading = readings.getIfPresent(asked);
    if (reading == null || reading.sites != sites) {
      reading = new Reading(sites, read(asked, sites));
      readings.put(asked, reading);
    }
    return reading.name;
  }

  private static @Nullable ContentName read(Asked asked, List<String> sites) {
    String authority = SiteName.choose(asked.host, sites);
    return authority == null ? null : new ContentName(authority, asked.rawPath);
  }

  private Mono<List<String>> served() {
    return configured.isEmpty() ? published : Mono.just(configured);
  }

  private ProblemException unknown(String host, List<String> sites) {
    if (SiteName.saysNothing(ContentName.normaliseAuthority(host))) {
      return ProblemException.notFound("Host: " + host + " (expected: the name of one of the "
          + sites.size() + " sites served here)");
    }
    return configured.isEmpty()
        ? ProblemException.notFound("site " + host + " is not published")
        : new ProblemException(
            HttpStatus.FORBIDDEN, "site " + host + " is not served by this cache");
  }

  /** Whether films of {@code authority} may be fetched from that very name; answers from memory. */
  public boolean isServed(String authority) {
    List<String> last = lastPublished;
    return configured.isEmpty()
        ? last != null && last.contains(authority)
        : configured.contains(authority);
  }

  /** Whether the settings name {@code authority}. */
  public boolean isNamed(String authority) {
    return configured.contains(authority);
  }

  /** Whether a content may be fetched for who asks by id: everything, or what the served authorities publish. */
  public Mono<Boolean> serves(ContentId id) {
    return configured.isEmpty() ? Mono.just(true) : servedContents.get(id, this::findInCatalogue);
  }

  private Mono<Boolean> findInCatalogue(ContentId id) {
    return Flux.fromIterable(configured)
        .concatMap(authority -> isPublishedBy(authority, id))
        .any(found -> found)
        .cache(
            found -> found ? CONTENTS_FRESH : CONTENTS_UNKNOWN_FRESH,
            error -> CONTENTS_UNKNOWN_FRESH,
            () -> CONTENTS_UNKNOWN_FRESH);
  }

  private Mono<Boolean> isPublishedBy(String authority, ContentId id) {
    return page(authority, null)
        .expand(page -> page.next() == null ? Mono.empty() : page(authority, page.next()))
        .take(CATALOGUE_PAGES_MAX)
        .any(page ->
            page.publications().stream().anyMatch(each -> each.contentId().equals(id)));
  }

  private Mono<Catalogue> page(String authority, @Nullable String cursor) {
    return tracker.catalogue(authority, null, cursor, CATALOGUE_PAGE);
  }

  private record Asked(String host, String rawPath) {}

  /** The name that was meant while {@code sites} were served; null = none of them. */
  private record Reading(List<String> sites, @Nullable ContentName name) {}
}
