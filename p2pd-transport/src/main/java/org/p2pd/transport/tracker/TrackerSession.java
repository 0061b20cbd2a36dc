package org.p2pd.transport.tracker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.protocol.tracker.Complaint;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.Registered;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.announce.ContentHosts;
import org.p2pd.transport.http.Reason;
import org.p2pd.transport.tracker.client.TrackerClient;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.p2pd.transport.tracker.traffic.TrafficReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * A node's membership at the tracker, which heals itself: registers, renews the lease, reports what changed in batches
 * (one a second, or as fast as they are answered while more waits than one holds), asks for hosts at once, and after any loss — tracker gone, state gone, token expired — starts
 * over and reports everything again.
 *
 * <p>One owner: all state is confined to the session's own thread. Never blocks; never keeps more than one call to the
 * tracker under way; at most {@value Asks#WAITING_MAX} questions wait.
 */
public final class TrackerSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerSession.class);

  private static final Duration FULL_REPORT_EVERY = Duration.ofMinutes(25);
  private static final Duration LEAVE_MAX = Duration.ofSeconds(1);

  private final TrackerClient client;
  private final Supplier<NodeProfile> profile;
  private final Holdings holdings;
  private final TrafficReports traffic;
  private final RandomGenerator random;
  private final PendingReports pending = new PendingReports();
  private final ScheduledThreadPoolExecutor owner;

  private final RecallWatch recalls;
  private final Backoff backoff = new Backoff();
  private final AnnouncePace pace = new AnnouncePace();
  private final Asks asks = new Asks();
  private final UnknownContents unknownContents;
  private @Nullable ScheduledFuture<?> nextBeat;
  private @Nullable Disposable callUnderWay;
  private long fullReportDueNanos;
  private boolean refused;
  private volatile boolean started;
  private volatile boolean left;
  private volatile @Nullable Registered registered;
  private volatile Status status;
  private volatile Consumer<ContentId> unknownContent = contentId -> {};

  /**
   * Creates a session that {@link #start} begins.
   *
   * @param profile asked at each registration, when the node's port is known
   */
  public TrackerSession(
      TrackerClient client,
      Supplier<NodeProfile> profile,
      Holdings holdings,
      TrafficCounters traffic,
      RandomGenerator random) {
    this.client = client;
    this.recalls = new RecallWatch(client);
    this.profile = profile;
    this.holdings = holdings;
    this.traffic = new TrafficReports(traffic, holdings::isAnnounced);
    this.random = random;
    this.status = new Status(false, false, "not registered yet");
    this.owner = new ScheduledThreadPoolExecutor(1, task -> {
      Thread thread = new Thread(task, "p2pd-tracker-session");
      thread.setDaemon(true);
      return thread;
    });
    this.unknownContents = new UnknownContents(owner, this::reportInFull);
    owner.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    owner.setRemoveOnCancelPolicy(true);
  }

  /** Registers and stays registered until {@link #leave} or {@link #close}; before, nothing is said to anybody. */
  public void start() {
    onOwner(() -> {
      started = true;
      left = false;
      beat();
    });
  }

  /** Says the last counts and leaves the tracker; until {@link #start} nobody can be asked for hosts. */
  public void leave() {
    onOwner(() -> {
      started = false;
      left = true;
      cancelNextBeat();
      status = new Status(true, false, "left " + client.replica());
      Registered last = registered;
      registered = null;
      if (last != null) {
        goodbye(last).subscribe();
      }
    });
  }

  private Mono<Void> goodbye(Registered last) {
    TrafficReports.Said said = traffic.next(Announce.CONTENTS_MAX);
    return client
        .announce(message(last, said, List.of()), last.token())
        .doOnNext(reply -> traffic.heard(said))
        .then(client.leave(last.hostId(), last.token()))
        .timeout(LEAVE_MAX)
        .onErrorComplete();
  }

  /** Sets who is told when the tracker does not know a content that this node announced. Must not block. */
  public void onUnknownContent(Consumer<ContentId> listener) {
    unknownContent = listener;
  }

  /** Sets who is told of contents that the operator recalled: they are not to be served. May block. */
  public void onRecalled(Consumer<ContentId> listener) {
    recalls.tell(listener);
  }

  /** Reports that a block is now held. */
  public void completed(ContentId contentId, int block) {
    if (pending.completed(contentId, block)) {
      onOwner(this::schedule);
    }
  }

  /** Reports that a block is no longer held. */
  public void dropped(ContentId contentId, int block) {
    pending.dropped(contentId, block);
    onOwner(this::schedule);
  }

  /** Reports again everything that is held of a content. */
  public void reportInFull(ContentId contentId) {
    pending.full(contentId);
    onOwner(this::schedule);
  }

  /**
   * Asks which hosts hold {@code want}, at once; what waits to be reported goes along.
   *
   * @return the hosts, best first; an error where the tracker does not answer
   */
  public Mono<List<HostEntry>> ask(ContentId contentId, BlockSet want) {
    return Mono.create(sink -> onOwner(() -> accept(new Ask(contentId, want, sink))));
  }

  /**
   * Hints to the tracker that a host sent wrong bytes; nothing happens while not registered, or where the content is not
   * announced: the tracker is told nothing of it.
   */
  public Mono<Void> complain(HostId accused, ContentId contentId, int block, String reason) {
    Registered now = registered;
    return now == null || !holdings.isAnnounced(contentId)
        ? Mono.empty()
        : client
            .complain(new Complaint(now.hostId(), accused, contentId, block, reason), now.token())
            .onErrorComplete();
  }

  /** The registration that holds now, with the token that proves it. */
  public Optional<Registered> registration() {
    return Optional.ofNullable(registered);
  }

  /** Where this node is, in the operator's words; null where nobody said so. */
  public @Nullable String zone() {
    return profile.get().zone();
  }

  /** How the membership stands, for health and for people. */
  public Status status() {
    return status;
  }

  /** Says the last counts and leaves the tracker, waiting at most a second for it, and ends. */
  @Override
  public void close() {
    Registered last = registered;
    registered = null;
    owner.shutdownNow();
    if (last != null) {
      goodbye(last).block();
    }
  }

  private void onOwner(Runnable task) {
    if (!owner.isShutdown()) {
      owner.execute(task);
    }
  }

  private void accept(Ask ask) {
    boolean away = left || !status.connected() && backoff.failures() > 0;
    if (away || !asks.add(ask)) {
      ask.fail(status.explanation());
    } else {
      beat();
    }
  }

  /** One call to the tracker, unless one is under way; its end plans the next. */
  private void beat() {
    if (callUnderWay != null) {
      return;
    }
    cancelNextBeat();
    callUnderWay = exchange()
        .doOnSuccess(done -> onOwner(this::succeeded))
        .onErrorComplete(error -> {
          onOwner(() -> failed(error));
          return true;
        })
        .subscribe();
  }

  private Mono<Void> exchange() {
    Registered now = registered;
    return now == null ? register() : announce(now);
  }

  private void succeeded() {
    callUnderWay = null;
    backoff.succeeded();
    schedule();
  }

  private void failed(Throwable error) {
    callUnderWay = null;
    boolean forgotten = Backoff.isForgotten(error);
    backoff.failed(forgotten);
    String refusal = registered == null ? profile.get().refusal(error) : null;
    if (refusal != null && !refused) {
      LOG.warn("Tracker {}: {}", client.replica(), refusal);
    } else if (refusal == null && backoff.failures() == 1) {
      LOG.warn("Tracker {} does not answer as it should: {}", client.replica(), Reason.of(error));
    }
    refused |= refusal != null;
    if (forgotten && registered != null) {
      LOG.info("The tracker no longer knows this node; registering again: {}", error.getMessage());
      registered = null;
    }
    String reason = refusal == null ? Reason.of(error) : refusal;
    standing(false, false, "tracker " + client.replica() + ": " + reason);
    asks.fail(reason);
    schedule();
  }

  private void schedule() {
    if (!started || callUnderWay != null || owner.isShutdown()) {
      return;
    }
    cancelNextBeat();
    nextBeat = owner.schedule(this::beat, delayMillis(), TimeUnit.MILLISECONDS);
  }

  private void cancelNextBeat() {
    if (nextBeat != null) {
      nextBeat.cancel(false);
      nextBeat = null;
    }
  }

  private long delayMillis() {
    Registered now = registered;
    if (backoff.failures() > 0) {
      return backoff.delayMillis(random);
    }
    if (now == null || !asks.isEmpty()) {
      return 0;
    }
    return pending.isEmpty() && !traffic.isBacklogged()
        ? pace.millisToSignOfLife(announceSeconds(now), System.nanoTime())
        : pace.millisToReport(pending.count() > Announce.CONTENTS_MAX, System.nanoTime());
  }

  private static int announceSeconds(Registered registration) {
    return Math.min(registration.announceSeconds(), Math.max(1, registration.leaseSeconds() / 2));
  }

  private Mono<Void> register() {
    NodeProfile now = profile.get();
    HostId hostId = HostId.random(random);
    return client
        .register(now.registration(hostId), now.operatorToken())
        .doOnNext(this::registeredAs)
        .then();
  }

  private void registeredAs(Registered registration) {
    onOwner(() -> {
      if (left) {
        goodbye(registration).subscribe();
        return;
      }
      traffic.registered();
      refused = false;
      registered = registration;
      pace.registered(System.nanoTime());
      standing(true, registration.reachable(), "registered at " + client.replica());
      reportAllInFull();
      LOG.info("Registered at {} as {}", client.replica(), registration.hostId());
    });
  }

  private void standing(boolean connected, boolean reachable, String explanation) {
    status = left ? status : new Status(connected, reachable, explanation);
  }

  private void reportAllInFull() {
    fullReportDueNanos = System.nanoTime() + FULL_REPORT_EVERY.toNanos();
    holdings.contents().forEach(pending::full);
  }

  private Mono<Void> announce(Registered now) {
    if (System.nanoTime() - fullReportDueNanos >= 0) {
      reportAllInFull();
    }
    List<Ask> asked = asks.take();
    List<AnnouncedContent> contents = new ArrayList<>();
    asked.forEach(ask -> contents.add(ask.toEntry()));
    TrafficReports.Said said = traffic.next(Announce.CONTENTS_MAX - contents.size());
    int room = Announce.CONTENTS_MAX - contents.size() - said.contents();
    contents.addAll(pending.drain(room, holdings));
    pace.announces(contents.size() > asked.size(), System.nanoTime());
    return client
        .announce(message(now, said, contents), now.token())
        .doOnNext(reply -> onOwner(() -> {
          traffic.heard(said);
          replied(reply, asked);
        }))
        .doOnError(error -> onOwner(() -> unheard(contents, asked, error)))
        .then();
  }

  private Announce message(
      Registered now, TrafficReports.Said said, List<AnnouncedContent> contents) {
    return traffic.announce(now.hostId(), profile.get().uploadBytesPerSecond(), said, contents);
  }

  private void replied(AnnounceReply reply, List<Ask> asked) {
    Registered now = registered;
    if (now != null) {
      registered = now.renewed(reply.leaseSeconds(), reply.announceSeconds(), reply.reachable());
    }
    standing(true, reply.reachable(), "registered at " + client.replica());
    reply.contents().stream()
        .filter(each -> ContentHosts.UNKNOWN_CONTENT.equals(each.error()))
        .forEach(each -> restore(each.contentId()));
    asked.forEach(ask -> ask.answer(reply));
    recalls.noted(reply.recalledAt());
  }

  /** The tracker lacks a content: whoever listens may teach it; the others report again when an origin may have done so. */
  private void restore(ContentId contentId) {
    unknownContent.accept(contentId);
    if (profile.get().role() != HostRole.ORIGIN && holdings.manifest(contentId).isPresent()) {
      unknownContents.reportLater(contentId);
    }
  }

  private void unheard(List<AnnouncedContent> contents, List<Ask> asked, Throwable error) {
    pending.unheard(contents);
    asked.forEach(ask -> ask.fail(String.valueOf(error.getMessage())));
  }

  /**
   * How the membership stands.
   *
   * @param connected whether the tracker answered last
   * @param reachable whether this node is handed out to others
   * @param explanation for people
   */
  public record Status(boolean connected, boolean reachable, String explanation) {}
}
