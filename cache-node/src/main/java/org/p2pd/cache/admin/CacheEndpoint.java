package org.p2pd.cache.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2pd.cache.usage.Usage;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.name.ContentName;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreStatus;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.resolve.ContentResolver;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * {@code /actuator/cache}: GET says what is held and how it is asked for; POST to {@code /actuator/cache/{action}} does
 * {@code pin}, {@code unpin}, {@code purge}, {@code preheat}, {@code stop} (a preheat), {@code drain} or {@code resume}. A film is named by
 * {@code url} or {@code contentId}. Changes need the operator's token.
 */
@Endpoint(id = "cache")
final class CacheEndpoint {
  private static final Duration RESOLVE_MAX = Duration.ofSeconds(10);
  private static final int LIMIT_DEFAULT = 100;
  private static final int LIMIT_MAX = 1_000;
  private static final String ACTIONS = "pin, unpin, purge, preheat, stop, drain or resume";

  private final BlockStore store;
  private final Usage usage;
  private final ContentResolver resolver;
  private final Preheats preheats;
  private final Draining draining;

  /** Creates the endpoint. */
  public CacheEndpoint(
      BlockStore store,
      Usage usage,
      ContentResolver resolver,
      Preheats preheats,
      Draining draining) {
    this.store = store;
    this.usage = usage;
    this.resolver = resolver;
    this.preheats = preheats;
    this.draining = draining;
  }

  /**
   * Totals, preheats and one page of contents, ordered by id.
   *
   * @param after the last id of the page before; null = from the beginning
   * @param limit 1 to 1 000 contents; null = 100
   */
  @ReadOperation
  public Report report(@Nullable String after, @Nullable Integer limit) {
    int most = limit == null ? LIMIT_DEFAULT : limit;
    if (most < 1 || most > LIMIT_MAX) {
      throw new MalformedValueException("limit", most, "1 <= limit <= " + LIMIT_MAX);
    }
    List<Content> page = store.contents().stream()
        .filter(id -> after == null || id.hex().compareTo(after) > 0)
        .sorted()
        .limit(most)
        .flatMap(id -> content(id).stream())
        .toList();
    Usage.Totals totals = usage.totals();
    return new Report(
        draining.state(),
        draining.active(),
        store.status(),
        totals,
        totals.hitRatioByRequests(),
        totals.hitRatioByBytes(),
        preheats.progress(),
        page,
        page.size() < most ? null : page.get(most - 1).contentId());
  }

  /** One content. */
  @ReadOperation
  public WebEndpointResponse<Content> one(@Selector String contentId) {
    return content(new ContentId(contentId))
        .map(WebEndpointResponse::new)
        .orElseGet(() -> new WebEndpointResponse<>(404));
  }

  private Optional<Content> content(ContentId id) {
    return store.manifest(id).map(manifest -> content(id, manifest));
  }

  private Content content(ContentId id, Manifest manifest) {
    Usage.OfContent asked = usage.of(id).orElse(null);
    return new Content(
        id.hex(),
        manifest.layout().length(),
        manifest.layout().blockSize(),
        manifest.blockCount(),
        store.held(id).size(),
        store.pins().contains(id),
        asked == null ? 0 : asked.requests(),
        asked == null ? 0 : asked.hits(),
        asked == null ? null : asked.last());
  }

  /**
   * Does {@code action}.
   *
   * @param url the film's name, for pin, unpin, purge, preheat
   * @param contentId instead of {@code url}, except for preheat
   * @param range {@code first-last} in bytes, for preheat; null = all
   * @param bytesPerSecond the most, for preheat; null = as fast as they come
   * @param preheat the number of the one to stop
   */
  @WriteOperation
  public Mono<WebEndpointResponse<Map<String, String>>> change(
      @Selector String action,
      @Nullable String url,
      @Nullable String contentId,
      @Nullable String range,
      @Nullable Long bytesPerSecond,
      @Nullable Integer preheat) {
    return switch (action) {
      case "pin" -> content(url, contentId).flatMap(this::pin);
      case "unpin" -> onDisk(content(url, contentId), this::unpin);
      case "purge" -> onDisk(content(url, contentId), this::purge);
      case "preheat" -> preheat(required("url", url), range, bytesPerSecond);
      case "stop" -> Mono.just(said(preheats.stop(required("preheat", preheat)), "stopped"));
      case "drain" -> Mono.fromSupplier(this::drain);
      case "resume" -> Mono.fromSupplier(this::resume);
      default -> throw new MalformedValueException("action", action, ACTIONS);
    };
  }

  private static Mono<WebEndpointResponse<Map<String, String>>> onDisk(
      Mono<ContentId> content,
      Function<ContentId, WebEndpointResponse<Map<String, String>>> action) {
    return content.publishOn(Schedulers.boundedElastic()).map(action);
  }

  private Mono<WebEndpointResponse<Map<String, String>>> pin(ContentId id) {
    return resolver
        .manifest(id)
        .publishOn(Schedulers.boundedElastic())
        .doOnNext(store::register)
        .map(manifest -> pinned(id))
        .switchIfEmpty(Mono.fromSupplier(() -> said(false, "pinned")));
  }

  private WebEndpointResponse<Map<String, String>> pinned(ContentId id) {
    return store.pins().pin(id)
        ? said(200, "pinned; what it lacks comes when it is asked for, or by a preheat")
        : said(
            409,
            "not pinned: the disk refuses, or more than nine tenths of the store would be"
                + " pinned");
  }

  private WebEndpointResponse<Map<String, String>> unpin(ContentId id) {
    return said(store.pins().unpin(id), "unpinned");
  }

  private WebEndpointResponse<Map<String, String>> purge(ContentId id) {
    boolean known = store.manifest(id).isPresent();
    store.forget(id);
    return said(known, "purged");
  }

  private Mono<WebEndpointResponse<Map<String, String>>> preheat(
      String url, @Nullable String range, @Nullable Long bytesPerSecond) {
    return preheats
        .begin(url, range, bytesPerSecond)
        .timeout(RESOLVE_MAX)
        .map(id -> new WebEndpointResponse<>(
            Map.of("outcome", "begun", "preheat", String.valueOf(id)), 202));
  }

  private WebEndpointResponse<Map<String, String>> drain() {
    draining.begin();
    return said(
        202, "draining; GET says when it is done, resume takes the cache back into service");
  }

  private WebEndpointResponse<Map<String, String>> resume() {
    draining.end();
    return said(200, "in service");
  }

  private Mono<ContentId> content(@Nullable String url, @Nullable String contentId) {
    if (contentId != null) {
      return Mono.just(new ContentId(contentId));
    }
    return resolver
        .resolve(ContentName.parse(required("url or contentId", url)))
        .timeout(RESOLVE_MAX)
        .map(film -> film.manifest().contentId())
        .switchIfEmpty(Mono.error(() -> ProblemException.notFound(url + " is not published")));
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new MalformedValueException(name, "nothing", "a value");
    }
    return value;
  }

  private static WebEndpointResponse<Map<String, String>> said(boolean known, String done) {
    return known ? said(200, done) : said(404, "there is no such thing here");
  }

  private static WebEndpointResponse<Map<String, String>> said(int status, String what) {
    return new WebEndpointResponse<>(Map.of("outcome", what), status);
  }

  /**
   * The cache at a glance.
   *
   * @param answersUnderWay to viewers and hosts
   * @param requests by name, and bytes given, since the start
   * @param next what to ask for as {@code after}; null = this was the last page
   */
  public record Report(
      Draining.State state,
      int answersUnderWay,
      StoreStatus store,
      Usage.Totals requests,
      double hitRatioByRequests,
      double hitRatioByBytes,
      List<Preheat.Progress> preheats,
      List<Content> contents,
      @Nullable String next) {}

  /**
   * One content.
   *
   * @param requests by name since the start
   * @param hits those that found all they wanted
   * @param lastUse the last request by name; null = none since the start
   */
  public record Content(
      String contentId,
      long length,
      int blockSize,
      int blocks,
      int blocksHeld,
      boolean pinned,
      long requests,
      long hits,
      @Nullable Instant lastUse) {}
}
