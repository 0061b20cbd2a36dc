package org.p2pd.transport.tracker;

import java.util.List;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.tracker.HostEntry;
import org.p2pd.protocol.tracker.announce.AnnounceReply;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import reactor.core.publisher.MonoSink;

/** A question for hosts, and who waits for the answer. */
record Ask(ContentId contentId, BlockSet want, MonoSink<List<HostEntry>> sink) {
  private static final int HOSTS_WANTED = 20;

  AnnouncedContent toEntry() {
    return AnnouncedContent.question(contentId, want, HOSTS_WANTED);
  }

  void answer(AnnounceReply reply) {
    sink.success(reply.contents().stream()
        .filter(each -> each.contentId().equals(contentId))
        .flatMap(each -> each.hosts().stream())
        .toList());
  }

  void fail(String explanation) {
    sink.error(new TrackerUnavailableException(explanation));
  }
}
