package org.p2pd.transport.fetch;

import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2pd.protocol.content.Digest;
import org.p2pd.transport.schedule.Source;

/**
 * Hosts that together sent a wrong block. What each sent is remembered by its digest; the right block, when it comes,
 * tells who of them lied. Owned by one thread.
 */
final class Suspects {
  private static final int BLOCKS_MAX = 64;

  private final Map<Integer, List<Suspicion>> byBlock = new LinkedHashMap<>();

  /** The segments of {@code wrong}, which does not match its digest, are under suspicion. */
  static List<Suspicion> of(List<Segment> segments, ByteBuf wrong) {
    return segments.stream()
        .map(segment -> new Suspicion(segment, segment.digest(wrong)))
        .toList();
  }

  void add(int block, List<Suspicion> suspicions) {
    byBlock.put(block, suspicions);
    if (byBlock.size() > BLOCKS_MAX) {
      byBlock.remove(byBlock.keySet().iterator().next());
    }
  }

  /** Who lied, now that {@code block} is here as it should be; the others are cleared. */
  List<Source> liars(int block, ByteBuf right) {
    List<Suspicion> suspicions = byBlock.remove(block);
    if (suspicions == null) {
      return List.of();
    }
    return suspicions.stream()
        .filter(each -> !each.sent.equals(each.segment.digest(right)))
        .map(each -> each.segment.source())
        .distinct()
        .toList();
  }

  /** @param sent the digest of what was sent as {@code segment} */
  record Suspicion(Segment segment, Digest sent) {}
}
