package org.p2pd.transport.schedule.request;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;

/** The requests under way, and which blocks they carry. Owned by one thread. */
public final class Requests {
  private final BlockLayout layout;
  private final Map<Long, Request> byId = new LinkedHashMap<>();
  private final Map<Integer, List<Request>> byBlock = new HashMap<>();
  private final BitSet blocks = new BitSet();
  private long outstandingBytes;

  /** None is under way yet. */
  public Requests(BlockLayout layout) {
    this.layout = layout;
  }

  void add(Request request) {
    byId.put(request.id(), request);
    for (int block = request.nextBlock(); block <= request.lastBlock(); block++) {
      byBlock.computeIfAbsent(block, unused -> new ArrayList<>(2)).add(request);
      blocks.set(block);
    }
    outstandingBytes += layout.rangeOf(request.nextBlock(), request.lastBlock()).length();
  }

  /** The request {@code id}; null once it has ended. */
  @Nullable
  public Request get(long id) {
    return byId.get(id);
  }

  /** All that are under way, the oldest first; a view. */
  public Collection<Request> all() {
    return byId.values();
  }

  /** Whether none is under way. */
  public boolean isEmpty() {
    return byId.isEmpty();
  }

  /** The bytes requested and not yet stored. */
  public long outstandingBytes() {
    return outstandingBytes;
  }

  /** The bytes of {@link #outstandingBytes} that are not to be counted on: {@link Request#isDoubtful}. */
  public long doubtfulBytes(long nowNanos) {
    long bytes = 0;
    for (Request request : byId.values()) {
      if (request.nextBlock() <= request.lastBlock() && request.isDoubtful(nowNanos)) {
        bytes += layout.rangeOf(request.nextBlock(), request.lastBlock()).length();
      }
    }
    return bytes;
  }

  /** The blocks that are on their way; not to be changed. */
  public BitSet blocks() {
    return blocks;
  }

  /** Whether {@code block} is on its way. */
  public boolean carry(int block) {
    return blocks.get(block);
  }

  /** The requests that carry {@code block}. */
  public List<Request> carrying(int block) {
    return byBlock.getOrDefault(block, List.of());
  }

  /** The blocks of {@code request} up to {@code block} are no longer on their way. */
  public void arrived(Request request, int block, long nowNanos) {
    release(request, request.nextBlock(), block);
    request.arrived(block, nowNanos);
  }

  /** {@code request} is over; what of it has not come will not. */
  public void end(Request request) {
    release(request, request.nextBlock(), request.lastBlock());
    request.end();
    byId.remove(request.id());
  }

  private void release(Request request, int firstBlock, int lastBlock) {
    for (int block = firstBlock; block <= lastBlock; block++) {
      outstandingBytes -= layout.lengthOf(block);
      List<Request> sharing = byBlock.get(block);
      if (sharing != null) {
        sharing.remove(request);
        if (sharing.isEmpty()) {
          byBlock.remove(block);
          blocks.clear(block);
        }
      }
    }
  }
}
