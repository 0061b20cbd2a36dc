package org.p2pd.transport.schedule;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.transport.schedule.request.Decisions;
import org.p2pd.transport.schedule.request.Request;
import org.p2pd.transport.schedule.request.Requests;
import org.p2pd.transport.schedule.source.Holder;
import org.p2pd.transport.schedule.source.Sources;

/**
 * Has the rest of late blocks sent by a second host: of blocks that a player waits for; of the last blocks of a download
 * (endgame); and of what a host that failed had begun. Who comes second is cancelled.
 *
 * <p>Bytes that may come twice are bounded: max(2 % of the content, 4 blocks) a transfer.
 */
final class LateBlocks {
  private static final long SLACK_NANOS = 250_000_000L;

  /** A block comes at a crawl where its rest takes longer than this, and four times as long as from another host. */
  private static final double CRAWL_NANOS_MIN = 10e9;

  private static final double CRAWL_WORTH = 4;

  /** So much of a block is worth taking over outside the rules for whole blocks. */
  private static final int WORTHWHILE_PART = 8;

  /** A second host must promise to be this much sooner. */
  private static final double WORTH = 2;

  private final BlockLayout layout;
  private final Sources sources;
  private final Requests requests;
  private final Decisions decisions;
  private final HostChoice choice;
  private long budgetBytes;

  LateBlocks(
      BlockLayout layout,
      Limits limits,
      Sources sources,
      Requests requests,
      Decisions decisions,
      HostChoice choice) {
    this.layout = layout;
    this.sources = sources;
    this.requests = requests;
    this.decisions = decisions;
    this.choice = choice;
    this.budgetBytes = (long) Math.max(
        (double) limits.duplicateBlocksMin() * layout.blockSize(),
        limits.duplicateShareMax() * layout.length());
  }

  /**
   * A block that a player waits for is late when its turn has lasted longer than its host's own history explains: whoever is
   * sooner sends the rest. One that is not late, but ¼ s away, is left alone unless another would need half the time; the
   * origin only while it alone would do better.
   */
  void coverWaited(List<Integer> waited, boolean originIsBetter, long nowNanos) {
    for (int block : waited) {
      List<Request> carrying = requests.carrying(block);
      if (carrying.size() == 1) {
        Request slow = carrying.get(0);
        boolean late = isLate(slow, block, nowNanos);
        if (late || slow.remainingNanos(block, nowNanos) > SLACK_NANOS) {
          cover(slow, block, late ? 0 : WORTH, late || originIsBetter, nowNanos);
        }
      }
    }
  }

  private boolean isLate(Request request, int block, long nowNanos) {
    long bytesBefore = layout.rangeOf(request.nextBlock(), block).length();
    double expected = request.host().transferNanos(bytesBefore);
    double allowed = (request.host().isProven() ? 2 : 1) * expected + SLACK_NANOS;
    return nowNanos - request.blockTurnNanos() > allowed;
  }

  /** Endgame: nothing of a download is left to give out, but some of it is on its way from hosts slower than others. */
  void coverLast(BitSet wanted, long nowNanos) {
    for (int block = wanted.nextSetBit(0); block >= 0; block = wanted.nextSetBit(block + 1)) {
      List<Request> carrying = requests.carrying(block);
      if (carrying.size() == 1) {
        cover(carrying.get(0), block, WORTH, true, nowNanos);
      }
    }
  }

  /** @param sooner by which factor another must be expected sooner */
  private void cover(Request slow, int block, double sooner, boolean byOrigins, long nowNanos) {
    int received = slow.nextBlock() == block ? slow.receivedOfBlock() : 0;
    int rest = layout.lengthOf(block) - received;
    if (rest > budgetBytes || rest <= 0) {
      return;
    }
    Holder other = choice.chooseCover(
        byOrigins ? sources.all() : sources.others(), slow.source(), block, rest, nowNanos);
    if (other != null
        && slow.remainingNanos(block, nowNanos) > sooner * other.host().finishNanos(rest)) {
      budgetBytes -= rest;
      decisions.fetchRest(other, block, slow, nowNanos);
    }
  }

  /**
   * Whether the next block of {@code request} comes so slowly that another would send it anew much sooner. To break such a
   * request off costs nothing twice, so no budget bounds it.
   */
  boolean crawls(Request request, long nowNanos) {
    double rest = request.restAtItsPaceNanos(nowNanos);
    if (rest < CRAWL_NANOS_MIN) {
      return false;
    }
    int block = request.nextBlock();
    int bytes = layout.lengthOf(block);
    @Nullable
    Holder other = choice.chooseCover(sources.all(), request.source(), block, bytes, nowNanos);
    return other != null && rest > CRAWL_WORTH * other.host().finishNanos(bytes);
  }

  /**
   * The host of {@code failed} will not send the rest: whoever can, sends it now, and what came is not lost. What had hardly
   * begun is left to the ordinary rules, which spare the origin.
   */
  void takeOver(Request failed, long nowNanos) {
    int block = failed.nextBlock();
    if (block > failed.lastBlock()
        || failed.receivedOfBlock() < layout.lengthOf(block) / WORTHWHILE_PART
        || requests.carrying(block).size() > 1) {
      return;
    }
    int rest = layout.lengthOf(block) - failed.receivedOfBlock();
    @Nullable
    Holder other = choice.chooseCover(sources.all(), failed.source(), block, rest, nowNanos);
    if (other != null) {
      decisions.fetchRest(other, block, failed, nowNanos);
    }
  }
}
