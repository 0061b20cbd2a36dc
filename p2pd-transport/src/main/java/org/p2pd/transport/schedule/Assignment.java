package org.p2pd.transport.schedule;

import java.util.BitSet;
import java.util.Collection;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.transport.schedule.host.HostStanding;
import org.p2pd.transport.schedule.host.RateMeter;
import org.p2pd.transport.schedule.request.Decisions;
import org.p2pd.transport.schedule.request.Request;
import org.p2pd.transport.schedule.request.Requests;
import org.p2pd.transport.schedule.source.Holder;
import org.p2pd.transport.schedule.source.Sources;

/**
 * Gives out wanted blocks as long as hosts and memory allow: first those that players wait for, then those they will
 * stand at soon, in order; then, rarest first, the rest of the windows and what downloads want.
 */
final class Assignment {
  /** For so long a player's first block has the line for itself. */
  private static final long BEGINNING_NANOS = 250_000_000L;

  /** While somebody plays, no more is on its way than arrives in two seconds, or this. */
  private static final long PLAYING_BYTES_MIN = 1 << 20;

  private static final double PLAYING_SECONDS = 2;

  /** The same while a player will soon need what is not here. */
  private static final double PRESSED_SECONDS = 1;

  /** What comes is clearly more than the origin alone would send. */
  private static final double BETTER = 1.5;

  /** What an unproven host gets is not needed before this. */
  private static final double TRIAL_NANOS = 3e9;

  /** What players need later than this is left to the one whose share it is. */
  private static final double LEFT_NANOS = 8e9;

  private final BlockLayout layout;
  private final Limits limits;
  private final Sources sources;
  private final Readers readers;
  private final Requests requests;
  private final Decisions decisions;
  private final HostChoice choice;
  private final RateMeter throughput;
  private final Crowd crowd;
  private final Locality locality;

  /** No more is to be on its way, however much memory there is. */
  private long lineBytesMax = Long.MAX_VALUE;

  Assignment(
      BlockLayout layout,
      Limits limits,
      Sources sources,
      Readers readers,
      Requests requests,
      Decisions decisions,
      HostChoice choice,
      RateMeter throughput) {
    this.layout = layout;
    this.limits = limits;
    this.sources = sources;
    this.readers = readers;
    this.requests = requests;
    this.decisions = decisions;
    this.choice = choice;
    this.throughput = throughput;
    this.crowd = new Crowd(sources, layout.blockSize());
    this.locality = new Locality(sources, limits.requestsOfDownloadersMax());
  }

  void assign(BitSet held, PlayerNeed.Now need, long nowNanos) {
    BitSet ahead = readers.ahead(held);
    BitSet urgent = readers.urgent(held, throughput.bytesPerSecond());
    lineBytesMax = ahead.isEmpty()
        ? Long.MAX_VALUE
        : arrivingIn(urgent.isEmpty() ? PLAYING_SECONDS : PRESSED_SECONDS);
    crowd.look(held, need, nowNanos);
    if (readers.isAnyNewcomer()) {
      crowd.lookAhead(held, ahead, nowNanos);
    }
    BitSet opening = opening(held, nowNanos);
    open(opening, need, nowNanos);
    need.waited().forEach(block -> inOrder(block, ahead, need, 0, nowNanos));
    boolean allComing = need.waited().stream().allMatch(requests::carry);
    boolean isBeginning = readers.isBeginning() && allComing && need.nanos() < BEGINNING_NANOS;
    if (isBeginning || !opening.isEmpty()) {
      return;
    }
    soon(urgent, ahead, need, nowNanos);
    if (crowd.isHere(nowNanos)) {
      ownShare(ahead, need, nowNanos);
    }
    rarestFirst(ahead, true, need, nowNanos);
    rarestFirst(
        readers.downloads(held), false, PlayerNeed.Now.ofDownload(need.originIsBetter()), nowNanos);
  }

  /** In a run where a host may have one: what is first is here first. */
  private void open(BitSet opening, PlayerNeed.Now need, long nowNanos) {
    for (int block = opening.nextSetBit(0); block >= 0; block = opening.nextSetBit(block + 1)) {
      Holder holder = requests.carry(block) || !hasRoomFor(block, need, nowNanos)
          ? null
          : choice.choose(sources.all(), block, layout.lengthOf(block), need, 0, nowNanos);
      if (holder != null) {
        decisions.fetch(holder, block, runEnd(holder, block, opening, need, nowNanos), nowNanos);
      }
    }
  }

  /**
   * What players begin with, while nothing else is to share their line; nothing in a crowd, which has shares to fetch. Who
   * jumps where proven hosts are has them to ask, and needs the origin less.
   */
  private BitSet opening(BitSet held, long nowNanos) {
    boolean anyProven =
        sources.all().stream().anyMatch(each -> !each.isOrigin() && each.isTrusted());
    return crowd.isHere(nowNanos) ? new BitSet() : readers.opening(held, !anyProven, nowNanos);
  }

  private long arrivingIn(double seconds) {
    long least = Math.max(PLAYING_BYTES_MIN, 3L * layout.blockSize());
    return Math.max(least, (long) (throughput.bytesPerSecond() * seconds));
  }

  /** What of the windows is this host's to fetch from the origin for the others of its crowd. */
  private void ownShare(BitSet ahead, PlayerNeed.Now need, long nowNanos) {
    BitSet own = (BitSet) ahead.clone();
    own.and(sources.shares().own());
    own.and(crowd.next(ahead, need, nowNanos));
    own.andNot(requests.blocks());
    for (int block = own.nextSetBit(0); block >= 0; block = own.nextSetBit(block + 1)) {
      if (!hasRoomFor(block, need, nowNanos)) {
        return;
      }
      inOrder(block, own, need, Double.MAX_VALUE, nowNanos);
    }
  }

  private void soon(BitSet urgent, BitSet ahead, PlayerNeed.Now need, long nowNanos) {
    double arriving = Math.max(1, throughput.bytesPerSecond());
    long bytesBefore = 0;
    for (int block = urgent.nextSetBit(0); block >= 0; block = urgent.nextSetBit(block + 1)) {
      if (!hasRoomFor(block, need, nowNanos)) {
        return;
      }
      inOrder(block, ahead, need, bytesBefore / arriving * 1e9, nowNanos);
      bytesBefore += layout.lengthOf(block);
    }
  }

  /** @param inNanos when the player will be there, at the pace of the last second; the most there is = it does not matter */
  private void inOrder(
      int block, BitSet wanted, PlayerNeed.Now need, double inNanos, long nowNanos) {
    if (requests.carry(block) || !hasRoomFor(block, need, nowNanos)) {
      return;
    }
    Holder holder =
        choice.choose(sources.all(), block, layout.lengthOf(block), need, inNanos, nowNanos);
    if (holder != null && !crowd.leaves(holder, block, need, nowNanos)) {
      boolean alone = holder.isOrigin()
          && (crowd.isHere(nowNanos)
              || choice.isOriginSpared(sources.all(), block, need, nowNanos));
      decisions.fetch(
          holder, block, alone ? block : runEnd(holder, block, wanted, need, nowNanos), nowNanos);
    }
  }

  /**
   * Whether {@code block}, which players need soon, may be asked for now. One that they stand at needs memory only: it shares
   * the line with what is on its way, however much that is. Others do not wait for what is not to be counted on.
   */
  private boolean hasRoomFor(int block, PlayerNeed.Now need, long nowNanos) {
    long room = need.isFor(block)
        ? memoryLeft()
        : Math.min(memoryLeft(), lineLeft() + requests.doubtfulBytes(nowNanos));
    return requests.outstandingBytes() == 0 || layout.lengthOf(block) <= room;
  }

  /** How many more bytes may be asked for now. */
  private long room() {
    return Math.min(memoryLeft(), lineLeft());
  }

  private long memoryLeft() {
    return limits.outstandingBytesMax() - requests.outstandingBytes();
  }

  private long lineLeft() {
    return lineBytesMax - requests.outstandingBytes();
  }

  /** The last block of a run from {@code first}: neighbours that are wanted too, that nobody sends and the host has. */
  private int runEnd(Holder holder, int first, BitSet wanted, PlayerNeed.Now need, long nowNanos) {
    long bytesMax = runBytes(holder, need, nowNanos);
    int last = first;
    long bytes = layout.lengthOf(first);
    while (wanted.get(last + 1)
        && !requests.carry(last + 1)
        && holder.mayServe(last + 1)
        && bytes + layout.lengthOf(last + 1) <= bytesMax) {
      last++;
      bytes += layout.lengthOf(last);
    }
    return last;
  }

  private long runBytes(Holder holder, PlayerNeed.Now need, long nowNanos) {
    long bytes = holder
        .host()
        .runBytes(
            layout.blockSize(),
            need.believes(holder, nowNanos),
            need.vouchesFor(holder),
            limits.runBytesMax());
    return Math.min(bytes, room());
  }

  private void rarestFirst(BitSet wanted, boolean playing, PlayerNeed.Now need, long nowNanos) {
    BitSet window = (BitSet) wanted.clone();
    wanted.andNot(requests.blocks());
    if (wanted.isEmpty() || room() < layout.blockSize()) {
      return;
    }
    boolean abstains = !playing && isEnoughOfDownloaders(nowNanos);
    Collection<Holder> asked = abstains ? sources.settled() : sources.all();
    BitSet leftToNear = playing ? new BitSet() : locality.leftToNear(wanted, nowNanos);
    for (Holder holder : choice.open(asked, layout.blockSize(), need, nowNanos)) {
      if (wanted.isEmpty() || room() < layout.blockSize()) {
        return;
      }
      BitSet servable = holder.servable(wanted);
      if (playing) {
        servable.andNot(
            readers.neededWithin(soonestNanos(holder.host()), throughput.bytesPerSecond()));
        if (holder.isOrigin()) {
          spareOrigin(servable, window, need, nowNanos);
        }
      } else if (!holder.isNear() && !holder.isOrigin()) {
        servable.andNot(leftToNear);
      }
      give(holder, servable, wanted, need, nowNanos);
    }
  }

  /**
   * Takes out of {@code servable} what an origin is not asked for ahead of players. While one waits that is everything: its
   * block has the line. In a crowd it is what the crowd does not need next; in company, what a player does not need for long
   * and is others' to fetch.
   */
  private void spareOrigin(BitSet servable, BitSet window, PlayerNeed.Now need, long nowNanos) {
    if (!need.waited().isEmpty()) {
      servable.clear();
    }
    if (crowd.isHere(nowNanos)) {
      servable.and(crowd.next(window, need, nowNanos));
    }
    if (crowd.isInCompany(readers.ahead(new BitSet()))) {
      BitSet kept = readers.neededWithin(LEFT_NANOS, throughput.bytesPerSecond());
      kept.or(sources.shares().own());
      servable.and(kept);
    }
  }

  private double soonestNanos(HostStanding host) {
    double finish = host.finishNanos(layout.blockSize());
    return host.isProven() ? finish : Math.max(TRIAL_NANOS, finish);
  }

  private void give(
      Holder holder, BitSet servable, BitSet wanted, PlayerNeed.Now need, long nowNanos) {
    BitSet preferred = holder.isOrigin() ? onlyAtOrigins(servable, nowNanos) : servable;
    while (!servable.isEmpty()
        && choice.hasRoom(holder, layout.blockSize(), need, nowNanos)
        && room() >= layout.blockSize()
        && !isAbstainedFrom(holder, need, nowNanos)) {
      int block = sources.rarity().rarest(preferred.isEmpty() ? servable : preferred);
      if (holder.isOrigin()
          && (choice.isOriginSpared(sources.all(), block, need, nowNanos)
              || isLeftToItsOwner(holder, block))) {
        return;
      }
      long runBytes = runBytes(holder, need, nowNanos);
      int first = stripeBegin(block, servable, runBytes);
      int last = stripeEnd(first, block, servable, runBytes);
      decisions.fetch(holder, first, last, nowNanos);
      wanted.clear(first, last + 1);
      servable.clear(first, last + 1);
      preferred.clear(first, last + 1);
    }
  }

  private boolean isAbstainedFrom(Holder holder, PlayerNeed.Now need, long nowNanos) {
    return need.isOfDownload() && holder.isGrowing() && isEnoughOfDownloaders(nowNanos);
  }

  /**
   * Whether enough of those that download themselves are being asked already. Who downloads is asked by all
   * the others: with a request of everybody at everybody a block takes as long as a block for each of them, what was just
   * fetched is nowhere else for so long, and in the end some lines idle while others have a queue. Compare BitTorrent's four
   * uploads at once (B. Cohen, "Incentives Build Robustness in BitTorrent", P2PECON 2003); here it is who asks that abstains.
   */
  private boolean isEnoughOfDownloaders(long nowNanos) {
    int asked = 0;
    for (Request request : requests.all()) {
      if (request.isOfDownloader() && !request.pauses(nowNanos)) {
        asked++;
      }
    }
    return asked >= limits.requestsOfDownloadersMax();
  }

  /** Whether another downloader will fetch {@code block} from the origin, and meanwhile enough comes from elsewhere. */
  private boolean isLeftToItsOwner(Holder origin, int block) {
    return !sources.shares().own().get(block)
        && throughput.bytesPerSecond() > BETTER * origin.host().provenBytesPerSecond();
  }

  /** Those of {@code blocks} that nobody but origins can be asked for: of these, this host's share if there is any. */
  private BitSet onlyAtOrigins(BitSet blocks, long nowNanos) {
    BitSet only = withoutOthers(blocks, nowNanos);
    BitSet share = (BitSet) only.clone();
    share.and(sources.shares().own());
    return share.isEmpty() ? only : share;
  }

  private BitSet withoutOthers(BitSet blocks, long nowNanos) {
    BitSet only = (BitSet) blocks.clone();
    for (Holder holder : sources.all()) {
      if (!holder.isOrigin() && holder.isTrusted() && holder.host().isUsable(nowNanos)) {
        holder.removeServable(only);
      }
    }
    return only;
  }

  /** Runs keep to a grid of their own length, so that what is left between them is not cut up ever finer. */
  private int stripeBegin(int block, BitSet servable, long runBytes) {
    int grid = (int) Math.max(1, runBytes / layout.blockSize());
    int first = block;
    while (first % grid != 0 && isLike(first - 1, block, servable)) {
      first--;
    }
    return first;
  }

  private int stripeEnd(int first, int block, BitSet servable, long runBytes) {
    int grid = (int) Math.max(1, runBytes / layout.blockSize());
    int last = block;
    while ((last + 1) % grid != 0 && last + 1 - first < grid && isLike(last + 1, block, servable)) {
      last++;
    }
    return last;
  }

  private boolean isLike(int neighbour, int block, BitSet servable) {
    return servable.get(neighbour)
        && sources.rarity().holdersOf(neighbour) <= sources.rarity().holdersOf(block);
  }
}
