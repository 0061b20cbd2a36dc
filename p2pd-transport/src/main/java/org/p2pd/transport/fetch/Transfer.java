package org.p2pd.transport.fetch;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.fetch.memory.RecentBlocks;
import org.p2pd.transport.fetch.memory.UnstoredBlocks;
import org.p2pd.transport.fetch.request.BlockRequest;
import org.p2pd.transport.fetch.request.Suspects;
import org.p2pd.transport.fetch.swarm.FetchTarget;
import org.p2pd.transport.fetch.swarm.Swarm;
import org.p2pd.transport.schedule.TransferPlan;
import org.p2pd.transport.schedule.request.Decision;
import org.p2pd.transport.schedule.source.Source;
import org.p2pd.transport.stored.BlockKeeper;
import org.p2pd.transport.trace.TraceContext;
import org.p2pd.transport.trace.Traces;
import org.p2pd.transport.tracker.traffic.TrafficCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.client.HttpClient;

/**
 * Carries out the plan of one content: starts and cancels requests, has verified blocks stored, wakes readers.
 *
 * <p>All state is confined to the engine's thread ({@code owner}); what happens elsewhere is handed over to it.
 */
final class Transfer implements BlockRequest.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final FetchTarget target;
  private final TransferPlan plan;
  private final Executor owner;
  private final HttpClient http;
  private final Swarm swarm;
  private final BlockKeeper keeper;
  private final RecentBlocks recent;
  private final TrafficCounters traffic;
  private final FetchObserver observer;
  private final Traces traces;
  private final Map<Long, ActiveRequest> underWay = new HashMap<>();
  private final Waiters waiters = new Waiters();
  private final Map<Long, Integer> readers = new HashMap<>();
  private final Suspects suspects = new Suspects();
  private final UnstoredBlocks unstored = new UnstoredBlocks();
  private final WriteBehind writing = new WriteBehind();
  private final HostSearch search;

  /** The one among those who share this transfer who asked last: what is fetched is noted as theirs. */
  private @Nullable TraceContext request;

  private long lastUsedNanos = now();

  Transfer(
      FetchTarget target,
      TransferPlan plan,
      Executor owner,
      HttpClient http,
      Swarm swarm,
      BlockKeeper keeper,
      RecentBlocks recent,
      TrafficCounters traffic,
      FetchObserver observer,
      Traces traces) {
    this.target = target;
    this.plan = plan;
    this.owner = owner;
    this.http = http;
    this.swarm = swarm;
    this.keeper = keeper;
    this.recent = recent;
    this.traffic = traffic;
    this.observer = observer;
    this.traces = traces;
    this.search = new HostSearch(target, plan, owner, swarm, this::carryOut);
  }

  /** Takes up the hosts that can be used before anybody was asked. */
  void begin() {
    search.begin();
  }

  /** A reader needs block {@code index} now and will read on to {@code last}. */
  void await(long reader, int index, int last, Waiter waiter) {
    enter(reader, index, waiter);
    carryOut(plan.readerAt(reader, index, last, now()));
  }

  /** A reader needs block {@code index} next, and wants all to {@code last} as soon as can be, in any order. */
  void awaitDownload(long reader, int index, int last, Waiter waiter) {
    enter(reader, index, waiter);
    carryOut(plan.downloadOf(reader, index, last, now()));
  }

  private void enter(long reader, int index, Waiter waiter) {
    readers.put(reader, index);
    request = waiter.request();
    dropPassed();
    if (waiter.isLast()) {
      writing.afterAllUpTo(index, waiter, () -> handOnOrWait(index, waiter));
    } else {
      handOnOrWait(index, waiter);
    }
  }

  private void handOnOrWait(int index, Waiter waiter) {
    ByteBuf inMemory = unstored.get(index);
    if (inMemory != null) {
      waiter.unstored(inMemory.retainedDuplicate());
    } else if (recent.get(manifest().contentId(), index) != null
        || keeper.holds(target.manifest(), index)) {
      observer.readFromDisk(target.manifest(), index);
      give(index, waiter);
    } else {
      waiters.add(index, waiter);
      if (!writing.contains(index)) {
        carryOut(plan.blockLost(index, now()));
      }
    }
  }

  private void give(int block, Waiter waiter) {
    ByteBuf inMemory = recent.get(manifest().contentId(), block);
    if (inMemory == null) {
      waiter.stored();
    } else {
      waiter.unstored(inMemory.retainedDuplicate());
    }
  }

  void stopWaiting(int index, Waiter waiter) {
    waiters.remove(index, waiter);
    writing.stopWaiting(waiter);
  }

  void readerGone(long reader) {
    readers.remove(reader);
    dropPassed();
    carryOut(plan.readerGone(reader, now()));
  }

  /** What all readers have passed need not be kept in memory; without readers that is everything. */
  private void dropPassed() {
    int passed =
        readers.values().stream().mapToInt(Integer::intValue).min().orElse(Integer.MAX_VALUE);
    unstored.dropBelow(passed, block -> carryOut(plan.blockLost(block, now())));
  }

  /** A block was evicted, or was found damaged. */
  void blockLost(int block) {
    if (unstored.get(block) == null) {
      carryOut(plan.blockLost(block, now()));
    }
  }

  void tick() {
    long now = now();
    underWay.forEach((request, each) -> plan.progress(request, each.download.receivedBytes(), now));
    carryOut(plan.tick(now));
  }

  /** Whether nobody has read for a while. Until then the hosts stay known, so that a seek starts at once. */
  boolean isOver() {
    long now = now();
    if (!plan.isIdle() || !underWay.isEmpty()) {
      lastUsedNanos = now;
    }
    return now - lastUsedNanos > KEPT_NANOS;
  }

  void close() {
    underWay.values().forEach(each -> each.download.close());
    readers.clear();
    dropPassed();
  }

  private static long now() {
    return System.nanoTime();
  }

  private void carryOut(List<Decision> decisions) {
    for (Decision decision : decisions) {
      LOG.trace("{}", decision);
      if (decision instanceof Decision.Fetch fetch) {
        start(fetch);
      } else if (decision instanceof Decision.Cancel cancel) {
        cancel(cancel.request());
      } else if (decision instanceof Decision.FindHosts find) {
        search.find(find.want());
      } else if (decision instanceof Decision.Complain complaint) {
        complain(complaint);
      }
    }
  }

  private void start(Decision.Fetch order) {
    ActiveRequest continued =
        order.prefix() == null ? null : underWay.get(order.prefix().request());
    BlockRequest download = new BlockRequest(
        order, target.manifest(), continued == null ? null : continued.download, this);
    underWay.put(order.request(), new ActiveRequest(order, download));
    observer.requested(target.manifest(), order.firstBlock(), order.lastBlock());
    download.start(
        http, traces.fetching(request, order.source(), order.firstBlock(), order.lastBlock()));
  }

  private void cancel(long request) {
    ActiveRequest cancelled = underWay.get(request);
    if (cancelled != null) {
      leave(cancelled);
    }
  }

  private void leave(ActiveRequest request) {
    Decision.Fetch order = request.order;
    if (underWay.remove(order.request(), request)) {
      observer.ended(target.manifest(), order.firstBlock(), order.lastBlock());
    }
    request.download.close();
  }

  private void complain(Decision.Complain complaint) {
    LOG.warn("{} sent wrong bytes for block {}", complaint.source().url(), complaint.block());
    swarm.complain(complaint.source(), target, complaint.block());
  }

  @Override
  public void begun(Decision.Fetch order) {
    owner.execute(() -> plan.progress(order.request(), 1, now()));
  }

  @Override
  public void verified(Decision.Fetch order, int block, ByteBuf bytes) {
    owner.execute(() -> {
      ActiveRequest request = underWay.get(order.request());
      if (request == null) {
        bytes.release();
        return;
      }
      plan.progress(order.request(), request.download.receivedBytes(), now());
      boolean early = writing.begun(block, bytes.readableBytes())
          && request.mayBeEarly()
          && recent.add(manifest().contentId(), block, bytes, now()) != null;
      request.arrived(block, bytes, early);
      if (early) {
        arrived(request, block, bytes);
        waiters.takeThoseWhoReadOn(block).forEach(waiter -> give(block, waiter));
      }
      storeNext(request);
    });
  }

  @Override
  public void wrong(Decision.Fetch order, int block, List<Suspects.Suspicion> suspicions) {
    if (suspicions.isEmpty()) {
      ended(order, now -> plan.blockWrong(order.request(), block, now));
    } else {
      ended(order, now -> {
        suspects.add(block, suspicions);
        return plan.mixedBlockWrong(order.request(), block, now);
      });
    }
  }

  @Override
  public void lacks(Decision.Fetch order, BlockSet have) {
    ended(order, now -> plan.hostLacks(order.request(), have, now));
  }

  @Override
  public void failed(Decision.Fetch order, Throwable error) {
    LOG.debug("{} failed: {}", order, error.toString());
    ended(order, now -> plan.requestFailed(order.request(), now));
  }

  @Override
  public void done(Decision.Fetch order) {
    ended(order, now -> plan.requestDone(order.request(), now));
  }

  /** The plan hears of a request's end once its verified blocks are stored; until then they count as coming. */
  private void ended(Decision.Fetch order, LongFunction<List<Decision>> tellPlan) {
    owner.execute(() -> {
      ActiveRequest request = underWay.get(order.request());
      if (request != null) {
        request.endWith(() -> {
          // What this request received of a block may be taken over, so it is let go of last.
          try {
            plan.progress(order.request(), request.download.receivedBytes(), now());
            carryOut(tellPlan.apply(now()));
          } finally {
            leave(request);
          }
        });
        request.endIfAllStored();
      }
    });
  }

  private void storeNext(ActiveRequest request) {
    ActiveRequest.Arrived next = request.nextToStore();
    if (next != null) {
      keeper.put(
          target.manifest(),
          next.block(),
          next.bytes(),
          onDisk -> owner.execute(() -> stored(request, next, onDisk)));
    }
  }

  /** A block is here for its readers and for the plan: at once while little waits for the disk, else when it is stored. */
  private void arrived(ActiveRequest request, int block, ByteBuf bytes) {
    for (Source liar : suspects.liars(block, bytes)) {
      carryOut(plan.hostLied(liar, block, now()));
    }
    HostRole role = request.order.source().role();
    traffic.received(manifest().contentId(), role, bytes.readableBytes());
    observer.arrived(target.manifest(), block, role);
    LOG.trace("Block {} by request {}", block, request.order.request());
    carryOut(plan.blockArrived(request.order.request(), block, now()));
  }

  private void stored(ActiveRequest request, ActiveRequest.Arrived block, boolean onDisk) {
    boolean kept = onDisk || unstored.put(block.block(), block.bytes());
    writing.ended(block.block());
    if (!block.early()) {
      if (onDisk) {
        recent.add(manifest().contentId(), block.block(), block.bytes(), now());
      }
      arrived(request, block.block(), block.bytes());
    }
    wake(block.block(), onDisk ? null : block.bytes());
    if (!kept) {
      carryOut(plan.blockLost(block.block(), now()));
    }
    block.bytes().release();
    request.stored(block);
    storeNext(request);
    request.endIfAllStored();
  }

  private void wake(int block, @Nullable ByteBuf unkept) {
    waiters.progressed();
    for (Waiter waiter : waiters.take(block)) {
      if (unkept != null) {
        waiter.unstored(unkept.retainedDuplicate());
      } else if (waiter.isLast()) {
        writing.afterAllUpTo(block, waiter, () -> give(block, waiter));
      } else {
        give(block, waiter);
      }
    }
  }

  long regretNanos() {
    return plan.regretNanos();
  }

  Manifest manifest() {
    return target.manifest();
  }
}
