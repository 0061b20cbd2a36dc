package org.p2pd.tracker.announce;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.tracker.host.LiveHost;

/**
 * Live holders of a content, among whom a handout chooses.
 *
 * @param error why there are none; null where the question was answered
 * @param blocks how many blocks the content has
 * @param peersAllowed whether no live publication of the content forbids handing out viewers
 * @param mirrors URLs of plain HTTP servers with the same file
 * @param all drawn from the whole swarm
 * @param near drawn from those near the asker; some may be in {@code all} too
 */
record Pool(
    @Nullable String error,
    int blocks,
    boolean peersAllowed,
    List<String> mirrors,
    List<Holder> all,
    List<Holder> near) {

  /** The answer to no question. */
  static Pool none() {
    return refused(null);
  }

  static Pool refused(@Nullable String error) {
    return new Pool(error, 0, true, List.of(), List.of(), List.of());
  }

  /** This pool with the near holders of another draw. */
  Pool withNear(List<Holder> others) {
    return new Pool(error, blocks, peersAllowed, mirrors, all, others);
  }

  /**
   * A holder that lived when it was drawn.
   *
   * @param held blocks of the content, those wanted at least; {@code *} = all of the content
   */
  record Holder(LiveHost host, BlockSet held) {}
}
