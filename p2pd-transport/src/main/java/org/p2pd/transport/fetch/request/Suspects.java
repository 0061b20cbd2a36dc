package org.p2pd.transport.fetch.request;

import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2pd.protocol.content.Digest;
import org.p2pd.transport.schedule.source.Source;

/**
 * Hosts that together sent a wrong block. What each sent is remembered by its digest; the right block, when it comes,
 * tells who of them lied. Owned by one thread.
 */
public final class Suspects {
  private static final int BLOCKS_MAX = 64;

  private final Map<Integer, List<Suspicion>> byBlock = new LinkedHashMap<>();

  /** The segments of {@code wrong}, which does not match its digest, are under suspicion. */
  static List<Suspicion> of(List<Segment> segments, ByteBuf wrong) {
    return segments.stream()
        .map(segment -> new Suspicion(segment, segment.digest(wrong)))
        .toList();
  }

  /** Remembers who may have lied about {@code block}; of the last {@value #BLOCKS_MAX} such blocks. */
  public void add(int block, List<Suspicion> suspicions) {
    byBlock.put(block, suspicions);
    if (byBlock.size() > BLOCKS_MAX) {
      byBlock.remove(byBlock.keySet().iterator().next());
    }
  }

  /** Creates it, empty. */
  public Suspects() {}

  /** Who lied, now that {@code block} is here as it should be; the others are cleared. */
  public List<Source> liars(int block, ByteBuf right) {
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

  /**
   * That one host may have lied about its part of a block.
   *
   * @param segment who sent which part
   * @param sent the digest of what was sent as {@code segment}
   */
  public record Suspicion(Segment segment, Digest sent) {}
}
