package org.p2pd.tracker.swarm;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.host.HostId;

/**
 * Some holders of a content, drawn at random.
 *
 * @param error why there are none; null where the question was answered
 * @param blocks how many blocks the content has
 * @param holders size of the swarm
 * @param peersAllowed whether no live publication of the content forbids handing out viewers
 * @param mirrors URLs of plain HTTP servers with the same file
 * @param all drawn from the whole swarm and from the operators' hosts in it
 * @param near drawn from the holders near the asker; some may be in {@code all} too
 * @param whole whether all that each holder has was read, not only what was wanted: only then the draw serves other
 *     askers too
 * @param drawnMillis when they were drawn
 */
public record Draw(
    @Nullable String error,
    int blocks,
    long holders,
    boolean peersAllowed,
    List<String> mirrors,
    List<Holder> all,
    List<Holder> near,
    boolean whole,
    long drawnMillis) {

  static Draw refused(String error) {
    return new Draw(error, 0, 0, true, List.of(), List.of(), List.of(), false, 0);
  }

  /**
   * A host and what it holds.
   *
   * @param held blocks of the content, those wanted at least; {@code *} = all of the content
   */
  public record Holder(HostId hostId, BlockSet held) {}
}
