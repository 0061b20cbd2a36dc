package org.p2pd.protocol.tracker.catalogue;

import java.util.List;
import org.p2pd.protocol.content.ContentId;

/**
 * {@code GET /v1/recalls?since=…}: contents that the operator recalled in the last day, and that nobody is to serve.
 *
 * @param recalls in order of time
 */
public record Recalls(List<Recall> recalls) {
  public Recalls {
    recalls = recalls == null ? List.of() : List.copyOf(recalls);
  }

  /**
   * One content recalled.
   *
   * @param at when, in epoch milliseconds of the tracker
   */
  public record Recall(ContentId contentId, long at) {}
}
