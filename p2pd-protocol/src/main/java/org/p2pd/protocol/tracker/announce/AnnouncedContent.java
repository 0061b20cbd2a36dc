package org.p2pd.protocol.tracker.announce;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;

/**
 * What a node reports and asks about one content.
 *
 * @param completed blocks it now holds; null = none new
 * @param dropped blocks it no longer holds; null = none
 * @param full whether {@code completed} replaces what was reported before, instead of adding to it
 * @param want blocks it looks for; null or empty = no hosts asked for
 * @param limit the most hosts it wants to be told; null = the tracker's choice
 * @param traffic what moved of the content since the last announce that was answered; null = nothing, or not told
 */
public record AnnouncedContent(
    ContentId contentId,
    @Nullable BlockSet completed,
    @Nullable BlockSet dropped,
    boolean full,
    @Nullable BlockSet want,
    @Nullable Integer limit,
    @Nullable ContentTraffic traffic) {

  /** A report without a question. */
  public static AnnouncedContent report(
      ContentId contentId, BlockSet completed, BlockSet dropped, boolean full) {
    return new AnnouncedContent(contentId, completed, dropped, full, null, null, null);
  }

  /** A question without a report. */
  public static AnnouncedContent question(
      ContentId contentId, BlockSet want, @Nullable Integer limit) {
    return new AnnouncedContent(contentId, null, null, false, want, limit, null);
  }

  /** Nothing but what moved. */
  public static AnnouncedContent moved(ContentId contentId, ContentTraffic traffic) {
    return new AnnouncedContent(contentId, null, null, false, null, null, traffic);
  }

  /** The same with what moved. */
  public AnnouncedContent withTraffic(ContentTraffic moved) {
    return new AnnouncedContent(contentId, completed, dropped, full, want, limit, moved);
  }
}
