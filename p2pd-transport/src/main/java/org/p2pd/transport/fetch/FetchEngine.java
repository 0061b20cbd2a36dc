package org.p2pd.transport.fetch;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.store.BlockStore;
import org.p2pd.store.StoreListener;
import org.p2pd.transport.fetch.memory.RecentBlocks;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.fetch.swarm.Swarm;
import org.p2pd.transport.schedule.Limits;
import org.p2pd.transport.schedule.TransferPlan;
import org.p2pd.transport.schedule.host.HostBook;
import org.p2pd.transport.schedule.host.RememberedHost;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.stored.BlockKeeper;
import org.p2pd.transport.stored.BlockPieces;
import org.p2pd.transport.stored.LeaseScope;
import org.p2pd.transport.stored.VerifiedBlock;
import org.p2pd.transport.trace.TraceContext;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.util.retry.Retry;

/**
 * Fetches the blocks of films from several hosts at once: what caches and agents are made of.
 *
 * <p>Readers get their blocks in order, each as soon as it is verified and in memory or on disk, the last once all are on
 * disk; any number of readers of one content share one transfer, so a block is fetched once however many wait. Decisions are {@link TransferPlan}'s; this class
 * gives it a thread, a clock and hands.
 */
public final class FetchEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FetchEngine.class);

  private static final Duration TICK = Duration.ofMillis(100);
  private static final int DISK_THREADS = 4;
  private static final int DISK_TASKS_MAX = 10_000;
  private static final int LOST_TRIES_MAX = 5;
  private static final int LAST_SECONDS_MAX = 2;

  private final HttpClient http;
  private final Swarm swarm;
  private final TrafficCounters traffic;
  private final RandomGenerator random;
  private final Duration patience;
  private final Limits limits;
  private final Scheduler disk =
      Schedulers.newBoundedElastic(DISK_THREADS, DISK_TASKS_MAX, "p2pd-disk", 30, true);
  private final BlockKeeper keeper;
  private final HostBook hosts;
  private final Map<ContentId, Transfer> transfers = new HashMap<>();
  private final RecentBlocks recent;
  private final AtomicLong nextReader = new AtomicLong();
  private final ScheduledThreadPoolExecutor owner;
  private final ScheduledFuture<?> ticking;
  private Remembering remembering = Remembering.NOTHING;
  private long regretOfPastNanos;
  private volatile long regretNanos;
  private volatile FetchObserver observer = FetchObserver.NONE;
  private volatile Traces traces = Traces.OFF;

  /**
   * Creates an engine and starts its thread.
   *
   * @param http the client for hosts; its dialer's policy holds for all of them
   * @param patience how long a reader waits for one block before it gets a {@link NoSourceException}
   * @param recentBytesMax the most bytes of blocks just stored that stay in memory for readers close behind; 0 = none
   */
  public FetchEngine(
      HttpClient http,
      BlockStore store,
      Swarm swarm,
      TrafficCounters traffic,
      Duration patience,
      Limits limits,
      long recentBytesMax,
      RandomGenerator random) {
    this.http = http;
    this.swarm = swarm;
    this.traffic = traffic;
    this.patience = patience;
    this.limits = limits;
    this.hosts = new HostBook(limits.originBytesPerSecondMax());
    this.random = random;
    this.recent = new RecentBlocks(recentBytesMax);
    this.keeper = new BlockKeeper(store, disk);
    this.owner = new ScheduledThreadPoolExecutor(1, task -> {
      Thread thread = new Thread(task, "p2pd-fetch");
      thread.setDaemon(true);
      return thread;
    });
    store.onChange(new Losses());
    this.ticking = owner.scheduleWithFixedDelay(
        () -> runLoudly(this::tick), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Sets who is told where blocks come from, of transfers that begin from now on. */
  public void observe(FetchObserver by) {
    observer = by;
  }

  /** Sets where requests to hosts are noted, of transfers that begin from now on. */
  public void trace(Traces with) {
    traces = with;
  }

  /**
   * The blocks {@code first} to {@code last} in order, fetched as they are read and a window ahead. The subscriber closes
   * each block; on cancellation the rest is not fetched.
   */
  public Flux<VerifiedBlock> read(FetchTarget target, int first, int last) {
    return keeper
        .register(target.manifest())
        .thenMany(Flux.deferContextual(
            view -> inOrder(new Reading(target, first, last, Traces.in(view)))));
  }

  /**
   * As {@link #read}, but fetched in whatever order is quickest, rarest first, as far ahead as half the store has room
   * for: for somebody who wants the whole, not its beginning.
   */
  public Flux<VerifiedBlock> download(FetchTarget target, int first, int last) {
    return keeper
        .register(target.manifest())
        .thenMany(Flux.deferContextual(
            view -> inOrder(new Downloading(target, first, last, Traces.in(view)))));
  }

  private static Flux<VerifiedBlock> inOrder(Reading reading) {
    return Flux.range(reading.first, reading.last - reading.first + 1)
        .concatMap(reading::block, 0)
        .doOnDiscard(VerifiedBlock.class, VerifiedBlock::close)
        .doOnCancel(reading.leases::end)
        .doOnError(error -> reading.leases.end())
        .doFinally(end -> reading.gone());
  }

  /** The bytes of {@code range} as pieces ready to leave; otherwise as {@link #read}. */
  public Flux<Piece> bytes(FetchTarget target, ByteRange range) {
    BlockLayout layout = target.manifest().layout();
    BlockSet blocks = layout.blocksTouching(range);
    return read(target, blocks.first(), blocks.last())
        .map(block -> BlockPieces.cut(block, layout, range));
  }

  /** The bytes of {@code range} as pieces ready to leave; otherwise as {@link #download}. */
  public Flux<Piece> downloadedBytes(FetchTarget target, ByteRange range) {
    BlockLayout layout = target.manifest().layout();
    BlockSet blocks = layout.blocksTouching(range);
    return download(target, blocks.first(), blocks.last())
        .map(block -> BlockPieces.cut(block, layout, range));
  }

  /** By how long players waited longer, in all, than they would have with the origin alone. */
  public Duration regret() {
    return Duration.ofNanos(regretNanos);
  }

  /** The scheduler for work that touches the disk; bounded. */
  public Scheduler disk() {
    return disk;
  }

  /**
   * Takes up what {@code memory} has kept of hosts, and from now on has it keep their standing, every minute and at the end.
   * Reads a file: not for event loops.
   */
  public void remember(HostMemory memory) {
    List<RememberedHost> kept = memory.load();
    onOwner(() -> {
      hosts.recall(kept, System.nanoTime());
      remembering = new Remembering(hosts, memory, disk);
    });
  }

  @Override
  public void close() {
    ticking.cancel(false);
    onOwner(() -> {
      transfers.values().forEach(Transfer::close);
      recent.clear();
      remembering.atTheEnd(System.nanoTime());
    });
    owner.shutdown();
    awaitTheLast();
    disk.dispose();
  }

  private void awaitTheLast() {
    try {
      if (!owner.awaitTermination(LAST_SECONDS_MAX, TimeUnit.SECONDS)) {
        LOG.warn("What is known of hosts was not kept within {} s", LAST_SECONDS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onOwner(Runnable task) {
    if (!owner.isShutdown()) {
      owner.execute(() -> runLoudly(task));
    }
  }

  /** A fault of ours in one task must neither hide nor stop the tasks after it. */
  private static void runLoudly(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A fault in the fetch engine", e);
    }
  }

  private Transfer transferOf(FetchTarget target) {
    return transfers.computeIfAbsent(target.manifest().contentId(), id -> {
      BlockLayout layout = target.manifest().layout();
      TransferPlan plan = new TransferPlan(
          layout,
          keeper.held(target.manifest()).within(layout.blockCount()),
          hosts,
          limits,
          random);
      Transfer transfer = new Transfer(
          target, plan, this::onOwner, http, swarm, keeper, recent, traffic, observer, traces);
      transfer.begin();
      return transfer;
    });
  }

  private void tick() {
    recent.tick(System.nanoTime());
    remembering.tick(System.nanoTime());
    transfers.values().forEach(transfer -> runLoudly(transfer::tick));
    regretNanos = regretOfPastNanos
        + transfers.values().stream().mapToLong(Transfer::regretNanos).sum();
    transfers.values().removeIf(this::isOver);
  }

  private boolean isOver(Transfer transfer) {
    boolean over = transfer.isOver();
    regretOfPastNanos += over ? transfer.regretNanos() : 0;
    return over;
  }

  private final class Losses implements StoreListener {
    @Override
    public void stored(ContentId contentId, int block) {
      // The transfer that fetched it knows.
    }

    @Override
    public void dropped(ContentId contentId, int block) {
      onOwner(() -> {
        recent.drop(contentId, block);
        Transfer transfer = transfers.get(contentId);
        if (transfer != null) {
          transfer.blockLost(block);
        }
      });
    }
  }

  /** One reader's way through its blocks. */
  private class Reading {
    final long id = nextReader.getAndIncrement();
    final LeaseScope leases = new LeaseScope();
    final FetchTarget target;
    final int first;
    final int last;
    final @Nullable TraceContext request;

    Reading(FetchTarget target, int first, int last, @Nullable TraceContext request) {
      this.target = target;
      this.first = first;
      this.last = last;
      this.request = request;
    }

    /** Waits for a block and leases it; starts over where it was lost in between. */
    Mono<VerifiedBlock> block(int index) {
      return arrival(index)
          .timeout(patience)
          .retryWhen(Retry.indefinitely()
              .filter(error -> error instanceof TimeoutException && isProgressing()))
          .onErrorMap(
              TimeoutException.class,
              late -> new NoSourceException(target, index, patience.toSeconds() + " s"))
          .flatMap(arrival -> arrival.bytes() == null
              ? keeper.lease(target.manifest(), index, leases)
              : Mono.just(new VerifiedBlock.Unstored(index, arrival.bytes())))
          .repeatWhenEmpty(LOST_TRIES_MAX, lost -> lost);
    }

    private Mono<Arrival> arrival(int index) {
      return Mono.<Arrival>create(sink -> {
            Waiter waiter =
                new Arrival.Awaited(sink, this::progressed, request, first, index == last);
            sink.onCancel(() -> onOwner(() -> transferOf(target).stopWaiting(index, waiter)));
            onOwner(() -> await(transferOf(target), index, waiter));
          })
          .doOnDiscard(Arrival.class, Arrival::release);
    }

    void await(Transfer transfer, int index, Waiter waiter) {
      transfer.await(id, index, last, waiter);
    }

    /** A block that nobody waits for may arrive meanwhile: that is progress for a download only. */
    void progressed() {}

    boolean isProgressing() {
      return false;
    }

    void gone() {
      onOwner(() -> {
        Transfer transfer = transfers.get(target.manifest().contentId());
        if (transfer != null) {
          transfer.readerGone(id);
        }
      });
    }
  }

  /** One download's way: blocks come in any order and are handed on in theirs. */
  private final class Downloading extends Reading {
    private volatile boolean progressing;

    Downloading(FetchTarget target, int first, int last, @Nullable TraceContext request) {
      super(target, first, last, request);
    }

    @Override
    void await(Transfer transfer, int index, Waiter waiter) {
      transfer.awaitDownload(id, index, Math.min(last, index + blocksAheadMax()), waiter);
    }

    private int blocksAheadMax() {
      return (int) (keeper.bytesMax() / 2 / target.manifest().layout().blockSize());
    }

    @Override
    void progressed() {
      progressing = true;
    }

    @Override
    boolean isProgressing() {
      boolean was = progressing;
      progressing = false;
      return was;
    }
  }
}
