package org.p2pd.transport.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;

/**
 * Decides how the blocks of one content are fetched. Every method tells it one thing that happened, with the time it
 * happened, and returns what is to be done about it.
 *
 * <p>Owned by one thread; never blocks; all times are nanoseconds of one monotonic clock. Does not move bytes, does not
 * check digests.
 */
public final class TransferPlan {
  private static final long HEDGE_SLACK_NANOS = 250_000_000L;
  private static final long FIND_NANOS_MIN = 500_000_000L;

  private final BlockLayout layout;
  private final HostBook book;
  private final Limits limits;
  private final HostChoice choice;
  private final Readers readers;
  private final Hunger hunger = new Hunger();
  private final BitSet held;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Map<Long, Request> requests = new LinkedHashMap<>();
  private final Map<Integer, List<Request>> requestsByBlock = new HashMap<>();

  private List<Decision> decisions = new ArrayList<>();
  private long nextRequestId;
  private long outstandingBytes;
  private int duplicateBlocks;
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
    this.choice = new HostChoice(book, limits, random);
    this.readers = new Readers(layout, limits);
    this.held = held.within(layout.blockCount()).toBitSet();
  }

  /** A reader stands at block {@code next} and will read on to {@code last}. */
  public List<Decision> readerAt(long reader, int next, int last, long nowNanos) {
    readers.moved(reader, next, last);
    return decide(nowNanos);
  }

  /** A reader ended or went elsewhere. */
  public List<Decision> readerGone(long reader, long nowNanos) {
    readers.gone(reader);
    return decide(nowNanos);
  }

  /** Hosts that hold, or fetch, blocks of this content; adds to what is known. */
  public List<Decision> hostsFound(Collection<Source> found, long nowNanos) {
    finding = false;
    for (Source source : found) {
      sources.merge(source.url(), source, Source::mergedWith);
    }
    return decide(nowNanos);
  }

  /** The question for hosts was not answered; those known still serve. */
  public List<Decision> hostsNotFound(long nowNanos) {
    finding = false;
    return decide(nowNanos);
  }

  /** {@code receivedBytes} of a request have arrived so far. */
  public List<Decision> progress(long request, long receivedBytes, long nowNanos) {
    Request known = requests.get(request);
    if (known != null) {
      known.progressed(receivedBytes, nowNanos);
    }
    return List.of();
  }

  /** A block arrived, matched its digest and is stored. */
  public List<Decision> blockArrived(long request, int block, long nowNanos) {
    Request known = requests.get(request);
    held.set(block);
    if (known != null) {
      arrived(known, block, nowNanos);
      known.host.proved();
    }
    cancelDuplicatesOf(block);
    return decide(nowNanos);
  }

  /** A block arrived and did not match its digest; its bytes are gone. The request is over. */
  public List<Decision> blockWrong(long request, int block, long nowNanos) {
    Request known = requests.get(request);
    if (known != null) {
      arrived(known, block, nowNanos);
      known.host.lied(known.source.operator(), nowNanos);
      decisions.add(new Decision.Complain(known.source, block));
      end(known);
    }
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
      end(known);
    }
    return decide(nowNanos);
  }

  /** A host answered that of what it was asked for it has only {@code have}. */
  public List<Decision> hostLacks(long request, BlockSet have, long nowNanos) {
    Request known = requests.get(request);
    if (known != null) {
      BlockSet asked = BlockSet.range(known.nextBlock(), known.lastBlock);
      sources.computeIfPresent(
          known.source.url(), (url, source) -> source.lacking(asked, have, layout.blockCount()));
      end(known);
    }
    return decide(nowNanos);
  }

  /** A request broke: refused, reset, cut short, or not an answer to what was asked. */
  public List<Decision> requestFailed(long request, long nowNanos) {
    Request known = requests.get(request);
    if (known != null) {
      known.host.failed(known.source.operator(), nowNanos);
      end(known);
    }
    return decide(nowNanos);
  }

  /** Time passed. */
  public List<Decision> tick(long nowNanos) {
    return decide(nowNanos);
  }

  /** Whether nobody reads and nothing is under way. */
  public boolean isIdle() {
    return readers.isEmpty() && requests.isEmpty();
  }

  private List<Decision> decide(long nowNanos) {
    dropSilent(nowNanos);
    dropUnwanted();
    cover(nowNanos);
    assign(nowNanos);
    findHosts(nowNanos);
    List<Decision> decided = decisions;
    decisions = new ArrayList<>();
    return decided;
  }

  /** A host silent for longer than its own history allows loses the request, and its place for a while. */
  private void dropSilent(long nowNanos) {
    for (Request request : List.copyOf(requests.values())) {
      if (request.isSilent(nowNanos)) {
        request.host.failed(request.source.operator(), nowNanos);
        cancel(request);
      }
    }
  }

  /** After a seek, what the old position wanted is broken off at once. */
  private void dropUnwanted() {
    BlockSet wanted = readers.horizon();
    for (Request request : List.copyOf(requests.values())) {
      if (!isWanted(request, wanted)) {
        cancel(request);
      }
    }
  }

  private static boolean isWanted(Request request, BlockSet wanted) {
    int next = wanted.nextMember(request.nextBlock());
    return next >= 0 && next <= request.lastBlock;
  }

  /** A block that a reader waits for, late by its host's own history, is asked of a second host, within the budget. */
  private void cover(long nowNanos) {
    for (int block : readers.waitedFor(held)) {
      List<Request> underWay = requestsByBlock.getOrDefault(block, List.of());
      if (underWay.size() == 1 && hasBudget() && isLate(underWay.get(0), block, nowNanos)) {
        Source source = choice.chooseCover(
            sources.values(), underWay.get(0).source, block, layout.lengthOf(block), nowNanos);
        if (source != null) {
          duplicateBlocks++;
          fetch(source, block, block, nowNanos);
        }
      }
    }
  }

  private boolean hasBudget() {
    int budget = (int)
        Math.max(limits.duplicateBlocksMin(), limits.duplicateShareMax() * layout.blockCount());
    return duplicateBlocks < budget;
  }

  private boolean isLate(Request request, int block, long nowNanos) {
    long bytesBefore = layout.rangeOf(request.nextBlock(), block).length();
    double expected = request.host.transferNanos(bytesBefore);
    double allowed = (request.host.isProven() ? 2 : 1) * expected + HEDGE_SLACK_NANOS;
    return nowNanos - request.blockTurnNanos() > allowed;
  }

  /** Gives out the wanted blocks as long as hosts and memory allow: first those that readers wait for, then in order. */
  private void assign(long nowNanos) {
    BitSet wanted = readers.wanted(held);
    if (wanted.isEmpty()) {
      return;
    }
    List<Integer> waited = readers.waitedFor(held);
    long hungerNanos = hunger.nanos(waited, nowNanos);
    waited.forEach(block -> assign(block, true, hungerNanos, wanted, nowNanos));
    for (int block = wanted.nextSetBit(0);
        block >= 0 && hasMemoryFor(block);
        block = wanted.nextSetBit(block + 1)) {
      assign(block, false, hungerNanos, wanted, nowNanos);
    }
  }

  private void assign(int block, boolean waited, long hungerNanos, BitSet wanted, long nowNanos) {
    if (requestsByBlock.containsKey(block) || !hasMemoryFor(block)) {
      return;
    }
    Source source = choice.choose(
        sources.values(), block, layout.lengthOf(block), waited, hungerNanos, nowNanos);
    if (source != null) {
      boolean alone = source.isOrigin()
          && choice.isOriginSpared(sources.values(), block, hungerNanos, nowNanos);
      fetch(source, block, alone ? block : runEnd(source, block, wanted), nowNanos);
    }
  }

  private boolean hasMemoryFor(int block) {
    return outstandingBytes == 0
        || outstandingBytes + layout.lengthOf(block) <= limits.outstandingBytesMax();
  }

  /** The last block of a run from {@code first}: neighbours that are wanted too, that nobody sends and the host has. */
  private int runEnd(Source source, int first, BitSet wanted) {
    long room = Math.min(
        book.of(source).runBytes(layout.blockSize(), source.operator(), limits),
        limits.outstandingBytesMax() - outstandingBytes);
    int last = first;
    long bytes = layout.lengthOf(first);
    while (wanted.get(last + 1)
        && !requestsByBlock.containsKey(last + 1)
        && source.mayServe(last + 1)
        && bytes + layout.lengthOf(last + 1) <= room) {
      last++;
      bytes += layout.lengthOf(last);
    }
    return last;
  }

  private void fetch(Source source, int firstBlock, int lastBlock, long nowNanos) {
    Request request = new Request(
        nextRequestId++, source, book.of(source), layout, firstBlock, lastBlock, nowNanos);
    requests.put(request.id, request);
    for (int block = firstBlock; block <= lastBlock; block++) {
      requestsByBlock.computeIfAbsent(block, unused -> new ArrayList<>(2)).add(request);
    }
    outstandingBytes += layout.rangeOf(firstBlock, lastBlock).length();
    decisions.add(new Decision.Fetch(request.id, source, firstBlock, lastBlock));
  }

  private void arrived(Request request, int block, long nowNanos) {
    release(request, request.nextBlock(), block);
    request.arrived(block, nowNanos);
  }

  /** Others that were on their way with a block that is here now are broken off; what else they carried is given out anew. */
  private void cancelDuplicatesOf(int block) {
    for (Request other : List.copyOf(requestsByBlock.getOrDefault(block, List.of()))) {
      cancel(other);
    }
  }

  private void cancel(Request request) {
    decisions.add(new Decision.Cancel(request.id));
    end(request);
  }

  private void end(Request request) {
    release(request, request.nextBlock(), request.lastBlock);
    request.end();
    requests.remove(request.id);
  }

  private void release(Request request, int firstBlock, int lastBlock) {
    for (int block = firstBlock; block <= lastBlock; block++) {
      outstandingBytes -= layout.lengthOf(block);
      List<Request> sharing = requestsByBlock.get(block);
      if (sharing != null) {
        sharing.remove(request);
        if (sharing.isEmpty()) {
          requestsByBlock.remove(block);
        }
      }
    }
  }

  /** Asks for hosts when a wanted block has none, when readers moved on, and every few seconds. */
  private void findHosts(long nowNanos) {
    if (finding || readers.isEmpty()) {
      return;
    }
    BlockSet want = readers.horizon();
    long sinceLast = nowNanos - lastAskedNanos;
    boolean due = sinceLast >= limits.findEvery().toNanos();
    boolean urgent =
        sinceLast >= FIND_NANOS_MIN && (isAnyWithoutHost(nowNanos) || !lastAsked.containsAll(want));
    if (!everAsked || ((due || urgent) && !readers.wanted(held).isEmpty())) {
      finding = true;
      everAsked = true;
      lastAskedNanos = nowNanos;
      lastAsked = want;
      decisions.add(new Decision.FindHosts(want));
    }
  }

  private boolean isAnyWithoutHost(long nowNanos) {
    int block = readers.wanted(held).nextSetBit(0);
    return block >= 0
        && sources.values().stream().noneMatch(each -> choice.isAvailable(each, block, nowNanos));
  }
}
