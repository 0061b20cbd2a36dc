package org.p2pd.transport.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;

/** What was decided since it was last taken, and the requests that follow from it. */
final class Decisions {
  private final BlockLayout layout;
  private final OriginAllowance originAllowance;
  private final Requests requests;
  private List<Decision> decisions = new ArrayList<>();
  private long nextRequestId;

  Decisions(BlockLayout layout, OriginAllowance originAllowance, Requests requests) {
    this.layout = layout;
    this.originAllowance = originAllowance;
    this.requests = requests;
  }

  void fetch(Holder holder, int firstBlock, int lastBlock, long nowNanos) {
    fetch(holder, firstBlock, lastBlock, null, nowNanos);
  }

  /** The rest of {@code block} after what {@code slow} has received of it. */
  void fetchRest(Holder holder, int block, Request slow, long nowNanos) {
    int received = slow.nextBlock() == block ? slow.receivedOfBlock() : 0;
    boolean partly = received > 0 && received < layout.lengthOf(block);
    fetch(holder, block, block, partly ? new Decision.Prefix(slow.id, received) : null, nowNanos);
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

  void cancel(Request request) {
    decisions.add(new Decision.Cancel(request.id));
    if (request.source.isOrigin()) {
      originAllowance.returned(request.missingBytes());
    }
    requests.end(request);
  }

  void add(Decision decision) {
    decisions.add(decision);
  }

  List<Decision> take() {
    List<Decision> taken = decisions;
    decisions = new ArrayList<>();
    return taken;
  }
}
