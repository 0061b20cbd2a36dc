package org.p2pd.transport.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;

/** What was decided since it was last taken, and the requests that follow from it. */
final class Orders {
  private final BlockLayout layout;
  private final HostBook book;
  private final Requests requests;
  private List<Decision> decisions = new ArrayList<>();
  private long nextRequestId;

  Orders(BlockLayout layout, HostBook book, Requests requests) {
    this.layout = layout;
    this.book = book;
    this.requests = requests;
  }

  void fetch(Source source, int firstBlock, int lastBlock, long nowNanos) {
    fetch(source, firstBlock, lastBlock, null, nowNanos);
  }

  /** The rest of {@code block} after what {@code slow} has received of it. */
  void fetchRest(Source source, int block, Request slow, long nowNanos) {
    int received = slow.nextBlock() == block ? slow.receivedOfBlock() : 0;
    boolean partly = received > 0 && received < layout.lengthOf(block);
    fetch(source, block, block, partly ? new Decision.Prefix(slow.id, received) : null, nowNanos);
  }

  private void fetch(
      Source source,
      int firstBlock,
      int lastBlock,
      Decision.@Nullable Prefix prefix,
      long nowNanos) {
    Decision.Fetch fetch =
        new Decision.Fetch(nextRequestId++, source, firstBlock, lastBlock, prefix);
    Request request = new Request(fetch, book.of(source), layout, nowNanos);
    requests.add(request);
    if (source.isOrigin()) {
      book.originAllowance().asked(request.missingBytes(), nowNanos);
    }
    decisions.add(fetch);
  }

  void cancel(Request request) {
    decisions.add(new Decision.Cancel(request.id));
    if (request.source.isOrigin()) {
      book.originAllowance().returned(request.missingBytes());
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
