package org.p2pd.transport.schedule;

import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;
import org.p2pd.transport.schedule.host.HostBook;
import org.p2pd.transport.schedule.host.RateMeter;
import org.p2pd.transport.schedule.request.Decision;
import org.p2pd.transport.schedule.request.Decisions;
import org.p2pd.transport.schedule.request.Request;
import org.p2pd.transport.schedule.request.Requests;
import org.p2pd.transport.schedule.source.Source;
import org.p2pd.transport.schedule.source.Sources;

/**
 * Decides how the blocks of one content are fetched. Every method tells it one thing that happened, with the time it
 * happened, and returns what is to be done about it.
 *
 * <p>Owned by one thread; never blocks; all times are nanoseconds of one monotonic clock. Does not move bytes, does not
 * check digests.
 */
public final class TransferPlan {
  private static final long FIND_NANOS_MIN = 500_000_000L;
  private static final long FIND_WHEN_STARVED_NANOS = 1_000_000_000L;
  private static final long LONG_WAIT_NANOS = 250_000_000L;
  private static final Duration THROUGHPUT_MEMORY = Duration.ofSeconds(1);

  private final BlockLayout layout;
  private final HostBook book;
  private final Limits limits;
  private final BitSet held;
  private final Readers readers;
  private final Sources sources;
  private final Requests requests;
  private final Decisions decisions;
  private final HostChoice choice;
  private final PlayerNeed need = new PlayerNeed();
  private final OriginOnly originOnly = new OriginOnly();
  private final LateBlocks late;
  private final Assignment assignment;
  private final RateMeter throughput = new RateMeter(THROUGHPUT_MEMORY);
  private long throughputMarkNanos;
  private boolean finding;
  private boolean everAsked;
  private long lastAskedNanos;
  private BlockSet lastAsked = BlockSet.empty();

  /**
   * Creates the plan of one transfer.
   *
   * @param held blocks that are here already
   * @param book the hosts' standing, shared by the transfers of one process
   */
  public TransferPlan(
      BlockLayout layout, BlockSet held, HostBook book, Limits limits, RandomGenerator random) {
    this.layout = layout;
    this.book = book;
    this.limits = limits;
    this.held = held.within(layout.blockCount()).toBitSet();
    this.readers = new Readers(layout, limits);
    this.sources = new Sources(layout.blockCount(), book, random);
    this.requests = new Requests(layout);
    this.decisions = new Decisions(layout, book.originAllowance(), requests);
    this.choice = new HostChoice(book.originAllowance(), limits, random);
    this.late = new LateBlocks(layout, limits, sources, requests, decisions, choice);
    this.assignment =
        new Assignment(layout, limits, sources, readers, requests, decisions, choice, throughput);
  }

  /** A player stands at block {@code next} and will read on to {@code last}. */
  public List<Decision> readerAt(long reader, int next, int last, long nowNanos) {
    boolean isJump =
        readers.plays(reader, next, last, held.get(next), throughput.bytesPerSecond(), nowNanos);
    if (isJump) {
      dropUnwanted();
    }
    return decide(nowNanos);
  }

  /** The blocks {@code first} to {@code last} are wanted, in whatever order is quickest. */
  public List<Decision> downloadOf(long reader, int first, int last, long nowNanos) {
    readers.downloads(reader, first, last);
    return decide(nowNanos);
  }

  /** A reader ended or went elsewhere. */
  public List<Decision> readerGone(long reader, long nowNanos) {
    readers.gone(reader);
    dropUnwanted();
    return decide(nowNanos);
  }

  /** Hosts that hold, or fetch, blocks of this content; adds to what is known. */
  public List<Decision> hostsFound(Collection<Source> found, long nowNanos) {
    finding = false;
    sources.found(found, nowNanos);
    return decide(nowNanos);
  }

  /** Hosts that are known without asking; adds to what is known. */
  public List<Decision> hostsKnown(Collection<Source> known, long nowNanos) {
    sources.found(known, nowNanos);
    return decide(nowNanos);
  }

  /** Others know this host as {@code self}; null = it is not registered. */
  public void knownAs(@Nullable HostId self) {
    sources.shares().knownAs(self);
  }

  /** The question for hosts was not answered; those known still serve. */
  public List<Decision> hostsNotFound(long nowNanos) {
    finding = false;
    return decide(nowNanos);
  }

  /** {@code receivedBytes} of a request have arrived so far; what follows from that is decided at the next tick. */
  public void progress(long request, long receivedBytes, long nowNanos) {
    Request known = requests.get(request);
    if (known != null) {
      throughput.add(known.progressed(receivedBytes, nowNanos), nowNanos - throughputMarkNanos);
      throughputMarkNanos = nowNanos;
    }
  }

  /** A block arrived, matched its digest and is stored. */
  public List<Decision> blockArrived(long request, int block, long nowNanos) {
    Request known = requests.get(request);
    held.set(block);
    readers.arrived(block, nowNanos);
    originOnly.waited(block, need.ended(block, nowNanos), nowNanos);
    if (known != null) {
      requests.arrived(known, block, nowNanos);
      known.host().proved();
      cutIfOverlong(known);
    }
    cancelDuplicatesOf(block, nowNanos);
    return decide(nowNanos);
  }

  /** A block arrived and did not match its digest; its bytes are gone. The request is over. */
  public List<Decision> blockWrong(long request, int block, long nowNanos) {
    Request known = requests.get(request);
    if (known != null) {
      requests.arrived(known, block, nowNanos);
      known.host().lied(known.source().operator(), nowNanos);
      decisions.add(new Decision.Complain(known.source(), block));
      requests.end(known);
    }
    return decide(nowNanos);
  }

  /** A block that came from several hosts did not match its digest; who lied is not known yet. The request is over. */
  public List<Decision> mixedBlockWrong(long request, int block, long nowNanos) {
    Request known = requests.get(request);
    if (known != null) {
      requests.arrived(known, block, nowNanos);
      requests.end(known);
    }
    return decide(nowNanos);
  }

  /** It turned out that {@code source} had sent wrong bytes of {@code block}. */
  public List<Decision> hostLied(Source source, int block, long nowNanos) {
    book.of(source.server()).lied(source.operator(), nowNanos);
    decisions.add(new Decision.Complain(source, block));
    return decide(nowNanos);
  }

  /** A block that was here was evicted or found damaged. */
  public List<Decision> blockLost(int block, long nowNanos) {
    held.clear(block);
    return decide(nowNanos);
  }

  /** A request ended after the last of its blocks. */
  public List<Decision> requestDone(long request, long nowNanos) {
    Request known = requests.get(request);
    if (known != null) {
      requests.end(known);
    }
    return decide(nowNanos);
  }

  /** A host answered that of what it was asked for it has only {@code have}. */
  public List<Decision> hostLacks(long request, BlockSet have, long nowNanos) {
    Request known = requests.get(request);
    if (known != null) {
      sources.lacks(known.source(), BlockSet.range(known.nextBlock(), known.lastBlock()), have);
      requests.end(known);
    }
    return decide(nowNanos);
  }

  /** A request broke: refused, reset, cut short, or not an answer to what was asked. */
  public List<Decision> requestFailed(long request, long nowNanos) {
    Request known = requests.get(request);
    if (known != null) {
      known.host().failed(known.source().operator(), nowNanos);
      late.takeOver(known, nowNanos);
      requests.end(known);
    }
    return decide(nowNanos);
  }

  /** Time passed. */
  public List<Decision> tick(long nowNanos) {
    if (!requests.isEmpty()) {
      throughput.add(0, nowNanos - throughputMarkNanos);
      throughputMarkNanos = nowNanos;
    }
    return decide(nowNanos);
  }

  /** Whether nobody reads and nothing is under way. */
  public boolean isIdle() {
    return readers.isEmpty() && requests.isEmpty();
  }

  /** By how many nanoseconds players waited longer, in all, than the origin alone would have let them wait. */
  public long regretNanos() {
    return originOnly.regretNanos();
  }

  private List<Decision> decide(long nowNanos) {
    if (requests.isEmpty()) {
      throughputMarkNanos = nowNanos;
    }
    dropHopeless(nowNanos);
    readers.timePassed(nowNanos);
    if (!readers.isEmpty()) {
      PlayerNeed.Now needNow = needNow(nowNanos);
      late.coverWaited(needNow.waited(), needNow.originIsBetter(), nowNanos);
      assignment.assign(held, needNow, nowNanos);
      coverLastOfDownloads(nowNanos);
      findHosts(needNow, nowNanos);
    }
    return decisions.take();
  }

  private PlayerNeed.Now needNow(long nowNanos) {
    List<Integer> waited = readers.waitedFor(held);
    long nanos = need.nanos(waited, nowNanos);
    originOnly.waiting(waited, sources.all(), layout.blockSize());
    return new PlayerNeed.Now(waited, nanos, originOnly.isBetter(nanos, nowNanos));
  }

  /** A host silent for longer than its own history allows, or at a crawl, loses the request, and its place for a while. */
  private void dropHopeless(long nowNanos) {
    List<Request> hopeless = requests.all().stream()
        .filter(each -> each.isSilent(nowNanos) || late.crawls(each, nowNanos))
        .toList();
    for (Request request : hopeless) {
      request.host().failed(request.source().operator(), nowNanos);
      late.takeOver(request, nowNanos);
      decisions.cancel(request);
    }
  }

  /**
   * After a seek, what the old position wanted is broken off at once. Not where the window narrows because the player turns
   * out to be slow: what was ordered is on its way, would be wanted later, and would come twice.
   */
  private void dropUnwanted() {
    BlockSet wanted = readers.horizon();
    for (Request request : List.copyOf(requests.all())) {
      int next = wanted.nextMember(request.nextBlock());
      boolean over = request.nextBlock() > request.lastBlock();
      if (!over && (next < 0 || next > request.lastBlock())) {
        decisions.cancel(request);
      }
    }
  }

  /** A run that was ordered of a quicker line is broken off between two blocks: its rest is given out anew. */
  private void cutIfOverlong(Request run) {
    if (run.nextBlock() < run.lastBlock() && run.host().isOverloaded()) {
      decisions.cancel(run);
    }
  }

  /**
   * Others that were on their way with a block that is here now are broken off; what else they carried is given out anew.
   * A stranger on trial that was so late that another was asked for its block, and overtook it, has failed its trial.
   */
  private void cancelDuplicatesOf(int block, long nowNanos) {
    for (Request overtaken : List.copyOf(requests.carrying(block))) {
      if (!overtaken.host().isProven() && !overtaken.source().operator()) {
        overtaken.host().failed(false, nowNanos);
      }
      decisions.cancel(overtaken);
    }
  }

  private void coverLastOfDownloads(long nowNanos) {
    BitSet left = readers.downloads(held);
    BitSet unasked = (BitSet) left.clone();
    unasked.andNot(requests.blocks());
    if (unasked.isEmpty() && !left.isEmpty()) {
      late.coverLast(left, nowNanos);
    }
  }

  /** Asks for hosts when a wanted block has none, when readers moved on, and every few seconds. */
  private void findHosts(PlayerNeed.Now need, long nowNanos) {
    if (finding) {
      return;
    }
    long sinceLast = nowNanos - lastAskedNanos;
    if (everAsked && sinceLast < FIND_NANOS_MIN) {
      return;
    }
    BlockSet horizon = readers.horizon();
    BlockSet missing = horizon.minus(BlockSet.of(held));
    boolean due = sinceLast >= limits.findEvery().toNanos()
        || sinceLast >= FIND_WHEN_STARVED_NANOS && isDownloadStarved()
        || waitsLong(need);
    boolean urgent = !lastAsked.containsAll(horizon) || isAnyWithoutHost(nowNanos);
    if (!everAsked || (due || urgent) && !missing.isEmpty()) {
      finding = true;
      everAsked = true;
      lastAskedNanos = nowNanos;
      lastAsked = horizon;
      BlockSet wanted = missing.isEmpty() ? horizon : missing;
      decisions.add(new Decision.FindHosts(wanted.union(justBefore(need.waited()))));
    }
  }

  /** Who stands where this host's players wait has nothing for them yet, but is company to share with: see {@link Crowd}. */
  private static BlockSet justBefore(List<Integer> waited) {
    BitSet before = new BitSet();
    waited.stream().filter(block -> block > 0).forEach(block -> before.set(block - 1));
    return BlockSet.of(before);
  }

  /** Whether a player waits for longer than a block that is under way explains: perhaps somebody has it by now. */
  private static boolean waitsLong(PlayerNeed.Now need) {
    return need.nanos() > LONG_WAIT_NANOS;
  }

  /** Whether a download wants more than it knows whom to ask for: less is on its way than arrives in a second. */
  private boolean isDownloadStarved() {
    BitSet unasked = readers.downloads(held);
    unasked.andNot(requests.blocks());
    return !unasked.isEmpty() && requests.outstandingBytes() < throughput.bytesPerSecond();
  }

  private boolean isAnyWithoutHost(long nowNanos) {
    int block = readers.ahead(held).nextSetBit(0);
    return block >= 0
        && sources.all().stream().noneMatch(each -> each.isAvailable(block, nowNanos));
  }
}
