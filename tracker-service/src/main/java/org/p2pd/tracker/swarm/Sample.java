package org.p2pd.tracker.swarm;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;

/**
 * Some holders of a content, drawn at random.
 *
 * @param error why there are none; null where the question was answered
 * @param holders size of the swarm
 * @param wanted the wanted blocks as blocks of this content
 * @param peersAllowed whether no live publication of the content forbids handing out viewers
 * @param mirrors URLs of plain HTTP servers with the same file
 * @param held which of the wanted blocks each drawn host holds; {@code *} = all of the content
 * @param drawnMillis when they were drawn
 */
public record Sample(
    @Nullable String error,
    long holders,
    BlockSet wanted,
    boolean peersAllowed,
    List<String> mirrors,
    Map<HostId, BlockSet> held,
    long drawnMillis) {

  /** The answer to no question. */
  public static Sample none() {
    return new Sample(null, 0, BlockSet.empty(), true, List.of(), Map.of(), 0);
  }

  static Sample refused(String error) {
    return new Sample(error, 0, BlockSet.empty(), true, List.of(), Map.of(), 0);
  }
}
