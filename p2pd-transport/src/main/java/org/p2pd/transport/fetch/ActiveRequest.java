package org.p2pd.transport.fetch;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.fetch.request.BlockRequest;
import org.p2pd.transport.schedule.request.Decision;

/**
 * A request under way, and its verified blocks on their way to the disk: one at a time and in order, so that the end of
 * the request comes after the last of them. Owned by the engine's thread.
 */
final class ActiveRequest {
  final Decision.Fetch order;
  final BlockRequest download;

  private final Deque<Arrived> arrived = new ArrayDeque<>();
  private boolean storing;
  private int late;
  private @Nullable Runnable atEnd;

  ActiveRequest(Decision.Fetch order, BlockRequest download) {
    this.order = order;
    this.download = download;
  }

  /** Whether the next block may be told of before it is stored: all before it have been, and the plan counts them in order. */
  boolean mayBeEarly() {
    return late == 0;
  }

  void arrived(int block, ByteBuf bytes, boolean early) {
    late += early ? 0 : 1;
    arrived.addLast(new Arrived(block, bytes, early));
  }

  /** The next block to store; null while one is being stored or there is none. */
  @Nullable
  Arrived nextToStore() {
    if (storing || arrived.isEmpty()) {
      return null;
    }
    storing = true;
    return arrived.removeFirst();
  }

  void stored(Arrived block) {
    storing = false;
    late -= block.early() ? 0 : 1;
  }

  void endWith(Runnable end) {
    atEnd = end;
  }

  void endIfAllStored() {
    Runnable end = atEnd;
    if (end != null && !storing && arrived.isEmpty()) {
      atEnd = null;
      end.run();
    }
  }

  /**
   * A verified block and the reference to its bytes.
   *
   * @param early whether its readers have it already
   */
  record Arrived(int block, ByteBuf bytes, boolean early) {}
}
