package org.p2pd.origin.register;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.Catalogue;
import org.p2pd.origin.catalogue.CatalogueListener;
import org.p2pd.origin.catalogue.PublishedFile;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.publication.Publication;
import org.p2pd.protocol.tracker.catalogue.StatementReply;
import org.p2pd.transport.http.HttpStatusException;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells the tracker what is published and what is withdrawn, until it has heard: at once, again every ten minutes, and
 * whenever it has forgotten.
 *
 * <p>Keeps one entry for each path that the tracker has yet to hear of; at most {@value #CALLS_MAX} calls at a time, each
 * of as many films as fit.
 */
final class PublicationFeed implements CatalogueListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PublicationFeed.class);

  private static final Duration BEAT = Duration.ofMillis(250);
  private static final Duration ALL_AGAIN_EVERY = Duration.ofMinutes(10);
  private static final int CALLS_MAX = 4;
  private static final int CONFLICT = 409;
  private static final int NOT_IMPLEMENTED = 501;
  private static final Set<Integer> UNKNOWN_CALL = Set.of(404, 405, NOT_IMPLEMENTED);

  private final Catalogue catalogue;
  private final TrackerClient client;
  private final TrackerSession session;
  private final String operatorToken;
  private final Consumer<ContentId> recall;
  private final Map<String, News> unheard = new ConcurrentHashMap<>();
  private volatile boolean manyAtOnce = true;
  private @Nullable Disposable beat;
  private @Nullable Disposable repeat;

  /**
   * Creates a feed that {@link #listen} begins.
   *
   * @param recall withdraws a content for good
   */
  PublicationFeed(
      Catalogue catalogue,
      TrackerClient client,
      TrackerSession session,
      String operatorToken,
      Consumer<ContentId> recall) {
    this.catalogue = catalogue;
    this.client = client;
    this.session = session;
    this.operatorToken = operatorToken;
    this.recall = recall;
  }

  /** Collects news from now on, so that none is missed before {@link #start}. */
  void listen() {
    catalogue.addListener(this);
    session.onUnknownContent(this::tellAgain);
    session.onRecalled(recall);
  }

  void start() {
    beat = Mono.defer(this::tell).repeatWhen(ends -> ends.delayElements(BEAT)).subscribe();
    repeat = Flux.interval(ALL_AGAIN_EVERY).subscribe(tick -> tellAllAgain());
  }

  /** Paths that the tracker has yet to hear of. */
  int waiting() {
    return unheard.size();
  }

  @Override
  public void published(PublishedFile file) {
    unheard.put(file.path(), new News(file));
  }

  @Override
  public void withdrawn(PublishedFile file) {
    unheard.put(file.path(), new News(file));
    session.reportInFull(file.contentId());
  }

  private void tellAgain(ContentId contentId) {
    catalogue.holding(contentId).forEach(this::published);
  }

  private void tellAllAgain() {
    catalogue.files().forEach(this::published);
  }

  /** Without a registration there is nobody to tell; everything waits. */
  private Mono<Void> tell() {
    return session.registration().isEmpty()
        ? Mono.empty()
        : Flux.fromIterable(batches()).flatMap(this::tell, CALLS_MAX).then();
  }

  private List<Batch<News>> batches() {
    return Batch.of(
        List.copyOf(unheard.values()),
        news -> manyAtOnce ? catalogue.byPath(news.file().path()) : Optional.empty());
  }

  private Mono<Void> tell(Batch<News> batch) {
    return batch.files().size() <= 1
        ? Flux.fromIterable(batch.entries()).concatMap(this::tell, 1).then()
        : client
            .state(batch.statement(), operatorToken)
            .doOnNext(reply -> heard(batch, reply))
            .then()
            .onErrorResume(PublicationFeed::isRefused, error -> oneByOne(batch, error))
            .onErrorResume(silent -> Mono.empty());
  }

  private void heard(Batch<News> batch, StatementReply reply) {
    reply.refused().forEach(PublicationFeed::refused);
    batch.entries().forEach(news -> unheard.remove(news.file().path(), news));
    batch.files().forEach(file -> session.reportInFull(file.contentId()));
  }

  private static void refused(StatementReply.Refusal refusal) {
    String what = String.valueOf(refusal.url() == null ? refusal.contentId() : refusal.url());
    if (refusal.url() != null && refusal.status() == CONFLICT) {
      warnOverruled(what);
    } else {
      LOG.warn("The tracker refuses {}: {}", what, refusal.detail());
    }
  }

  /** A tracker may know no call for many, or find the whole of it wrong or too large. */
  private Mono<Void> oneByOne(Batch<News> batch, Throwable error) {
    if (error instanceof HttpStatusException status && UNKNOWN_CALL.contains(status.status())) {
      manyAtOnce = false;
    }
    return Flux.fromIterable(batch.entries()).concatMap(this::tell, 1).then();
  }

  private static boolean isRefused(Throwable error) {
    return error instanceof HttpStatusException status
        && (status.status() < 500 || status.status() == NOT_IMPLEMENTED);
  }

  private Mono<Void> tell(News news) {
    return tracked(news)
        .doOnSuccess(heard -> unheard.remove(news.file().path(), news))
        .onErrorResume(error -> failed(news, error));
  }

  private Mono<Void> tracked(News news) {
    return catalogue
        .byPath(news.file().path())
        .map(this::publish)
        .orElseGet(() -> withdraw(news.file()));
  }

  private Mono<Void> publish(PublishedFile file) {
    return client
        .putManifest(file.manifest(), operatorToken)
        .thenMany(Flux.fromIterable(file.publications()))
        .concatMap(this::bind, 1)
        .then(Mono.fromRunnable(() -> session.reportInFull(file.contentId())));
  }

  private Mono<Void> bind(Publication publication) {
    return client
        .bind(publication, operatorToken)
        .onErrorResume(PublicationFeed::isConflict, conflict -> overruled(publication));
  }

  private Mono<Void> withdraw(PublishedFile file) {
    return Flux.fromIterable(file.publications())
        .concatMap(each -> client.withdraw(each.url(), each.contentId(), operatorToken), 1)
        .then();
  }

  private static boolean isConflict(Throwable error) {
    return error instanceof HttpStatusException status && status.status() == CONFLICT;
  }

  /** The newer binding holds until the file here changes; fighting over a name would never end. */
  private Mono<Void> overruled(Publication publication) {
    warnOverruled(publication.url().url());
    return Mono.empty();
  }

  private static void warnOverruled(String url) {
    LOG.warn(
        "{} is bound to other bytes at the tracker, by another origin and later than here;"
            + " that binding holds until the file changes here",
        url);
  }

  /** What the tracker refuses for good is not repeated before the next round; what it could not hear is. */
  private Mono<Void> failed(News news, Throwable error) {
    boolean refused = error instanceof HttpStatusException status && status.status() < 500;
    if (refused) {
      LOG.warn("The tracker refuses {}: {}", news.file().path(), error.getMessage());
      unheard.remove(news.file().path(), news);
    }
    return Mono.empty();
  }

  @Override
  public void close() {
    for (Disposable each : new Disposable[] {beat, repeat}) {
      if (each != null) {
        each.dispose();
      }
    }
  }

  /** One change; compared by identity, so that a later one for the same path is not taken for heard. */
  private static final class News {
    private final PublishedFile file;

    News(PublishedFile file) {
      this.file = file;
    }

    PublishedFile file() {
      return file;
    }
  }
}
