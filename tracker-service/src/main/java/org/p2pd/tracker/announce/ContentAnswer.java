package org.p2pd.tracker.announce;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.tracker.handout.Handout;
import org.p2pd.tracker.swarm.Report;

/** One content of an announce with what Redis said about it. */
record ContentAnswer(AnnouncedContent content, Report report, Pool pool) {
  static boolean asks(AnnouncedContent content) {
    return content.want() != null && !content.want().isEmpty();
  }

  static BlockSet want(AnnouncedContent content) {
    return content.want() == null ? BlockSet.empty() : content.want();
  }

  Optional<ReportedTraffic> moved() {
    ContentTraffic traffic = content.traffic();
    return traffic == null || report.error() != null
        ? Optional.empty()
        : Optional.of(new ReportedTraffic(content.contentId(), traffic, report.length()));
  }

  boolean isAnswered() {
    return asks(content) || error() != null;
  }

  @Nullable
  String error() {
    return report.error() != null ? report.error() : pool.error();
  }

  int limit() {
    Integer limit = content.limit();
    return limit == null ? Handout.HOSTS_MAX : limit;
  }
}
