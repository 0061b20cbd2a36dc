package org.p2pd.transport.schedule.request;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.transport.schedule.host.OriginAllowance;
import org.p2pd.transport.schedule.source.Holder;

/** What was decided since it was last taken, and the requests that follow from it. Owned by one thread. */
public final class Decisions {
  private final BlockLayout layout;
  private final OriginAllowance originAllowance;
  private final Requests requests;
  private List<Decision> decisions = new ArrayList<>();
  private long nextRequestId;

  /**
   * Nothing is decided yet.
   *
   * @param originAllowance is charged with what origins and mirrors are asked for
   * @param requests takes the requests that are decided, and loses those broken off
   */
  public Decisions(BlockLayout layout, OriginAllowance originAllowance, Requests requests) {
    this.layout = layout;
    this.originAllowance = originAllowance;
    this.requests = requests;
  }

  /** {@code holder} is asked for {@code firstBlock} to {@code lastBlock}, included. */
  public void fetch(Holder holder, int firstBlock, int lastBlock, long nowNanos) {
    fetch(holder, firstBlock, lastBlock, null, nowNanos);
  }

  /** {@code holder} is asked for the rest of {@code block} after what {@code slow} has received of it. */
  public void fetchRest(Holder holder, int block, Request slow, long nowNanos) {
    int received = slow.nextBlock() == block ? slow.receivedOfBlock() : 0;
    boolean partly = received > 0 && received < layout.lengthOf(block);
    fetch(holder, block, block, partly ? new Decision.Prefix(slow.id(), received) : null, nowNanos);
  }

  private void fetch(
      Holder holder,
      int firstBlock,
      int lastBlock,
      Decision.@Nullable Prefix prefix,
      long nowNanos) {
    Decision.Fetch fetch =
        new Decision.Fetch(nextRequestId++, holder.source(), firstBlock, lastBlock, prefix);
    Request request = new Request(fetch, holder, layout, nowNanos);
    requests.add(request);
    if (holder.isOrigin()) {
      originAllowance.asked(request.missingBytes(), nowNanos);
    }
    decisions.add(fetch);
  }

  /** {@code request}, which is under way, is broken off. */
  public void cancel(Request request) {
    decisions.add(new Decision.Cancel(request.id()));
    if (request.source().isOrigin()) {
      originAllowance.returned(request.missingBytes());
    }
    requests.end(request);
  }

  /** Something that begins or ends no request. */
  public void add(Decision decision) {
    decisions.add(decision);
  }

  /** All since this was called last, in the order in which they were decided. */
  public List<Decision> take() {
    List<Decision> taken = decisions;
    decisions = new ArrayList<>();
    return taken;
  }
}
