package org.p2pd.protocol.tracker.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.name.ContentName;

/**
 * The tracker's answer to a {@link Statement}.
 *
 * @param refused the entries that were not taken; all others were
 */
public record StatementReply(List<Refusal> refused) {
  public StatementReply {
    refused = refused == null ? List.of() : List.copyOf(refused);
  }

  /**
   * An entry that was not taken.
   *
   * @param url the name of a publication; null = it is a manifest
   * @param status as a call of its own would have been answered
   */
  public record Refusal(
      @Nullable ContentName url, ContentId contentId, int status, String detail) {}
}
