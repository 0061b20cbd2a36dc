package org.p2pd.tracker.announce;

import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;
import org.p2pd.tracker.handout.Handout;
import org.p2pd.tracker.web.Bodies;

/** What an announce may say. One wrong value refuses all of it. */
final class AnnounceRules {
  /** No host moves a pebibyte in one registration; and sums stay exact in Lua, whose numbers have 53 bits. */
  private static final long BYTES_MAX = 1L << 50;

  /** What a number in Lua and in JSON holds exactly. */
  private static final long SERIAL_MAX = (1L << 53) - 1;

  private AnnounceRules() {}

  static Announce checked(Announce said) {
    checkCount("activeUploads", said.activeUploads(), Integer.MAX_VALUE);
    checkCount("delivered", said.delivered(), BYTES_MAX);
    checkCount("served", said.served(), BYTES_MAX);
    checkReceived(said.received() == null ? BytesByRole.NONE : said.received());
    Long upload = said.uploadBytesPerSecond();
    checkCount("uploadBytesPerSecond", upload == null ? 0 : upload, BYTES_MAX);
    if (said.contents().size() > Announce.CONTENTS_MAX) {
      throw new MalformedValueException(
          "contents", said.contents().size() + " entries", "at most " + Announce.CONTENTS_MAX);
    }
    said.contents().forEach(AnnounceRules::checkContent);
    Long serial = said.trafficSerial();
    checkCount("trafficSerial", serial == null ? 0 : serial, SERIAL_MAX);
    return said;
  }

  private static void checkReceived(BytesByRole received) {
    checkCount("received.origin", received.origin(), BYTES_MAX);
    checkCount("received.cache", received.cache(), BYTES_MAX);
    checkCount("received.agent", received.agent(), BYTES_MAX);
  }

  private static void checkCount(String what, long value, long max) {
    if (value < 0 || value > max) {
      throw new MalformedValueException(what, value, "0 to " + max);
    }
  }

  private static void checkContent(AnnouncedContent content) {
    Bodies.required("contents[].contentId", content.contentId());
    Integer limit = content.limit();
    checkLimit(limit == null ? Handout.HOSTS_MAX : limit);
    ContentTraffic moved = content.traffic();
    if (moved != null) {
      checkCount("contents[].traffic.origin", moved.origin(), BYTES_MAX);
      checkCount("contents[].traffic.cache", moved.cache(), BYTES_MAX);
      checkCount("contents[].traffic.agent", moved.agent(), BYTES_MAX);
      checkCount("contents[].traffic.delivered", moved.delivered(), BYTES_MAX);
    }
  }

  /** A limit above the most hosts of an answer is no error: it means that many. */
  static int checkLimit(int limit) {
    if (limit < 1) {
      throw new MalformedValueException("limit", limit, "1 to " + Handout.HOSTS_MAX);
    }
    return limit;
  }
}
