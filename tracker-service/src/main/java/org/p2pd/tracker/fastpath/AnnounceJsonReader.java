package org.p2pd.tracker.fastpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.tracker.announce.Announce;
import org.p2pd.protocol.tracker.announce.AnnouncedContent;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.protocol.tracker.traffic.ContentTraffic;

/**
 * Reads announces as nodes write them: known fields, plain strings, whole numbers. What data binding could make of anything
 * else is for data binding to say.
 */
final class AnnounceJsonReader {
  private static final int DIGITS_MAX = 18;

  private final byte[] text;
  private int at;

  private AnnounceJsonReader(byte[] text) {
    this.text = text;
  }

  /**
   * The announce in {@code json}; null where it is written in another way, or is none.
   *
   * @throws MalformedValueException where a value is none of its kind
   */
  static @Nullable Announce read(byte[] json) {
    try {
      AnnounceJsonReader text = new AnnounceJsonReader(json);
      Announce said = text.announce();
      text.expectEnd();
      return said;
    } catch (Unusual e) {
      return null;
    }
  }

  private @Nullable Announce announce() {
    HostId hostId = null;
    long activeUploads = 0;
    Long uploadBytesPerSecond = null;
    BytesByRole received = null;
    long delivered = 0;
    long served = 0;
    List<AnnouncedContent> contents = List.of();
    Long trafficSerial = null;
    expect('{');
    for (String name = firstName(); name != null; name = nextName()) {
      switch (name) {
        case "hostId" -> hostId = new HostId(string());
        case "activeUploads" -> activeUploads = number(Integer.MAX_VALUE);
        case "uploadBytesPerSecond" -> uploadBytesPerSecond = number(Long.MAX_VALUE);
        case "received" -> received = received();
        case "delivered" -> delivered = number(Long.MAX_VALUE);
        case "served" -> served = number(Long.MAX_VALUE);
        case "contents" -> contents = contents();
        case "trafficSerial" -> trafficSerial = number(Long.MAX_VALUE);
        default -> throw Unusual.INSTANCE;
      }
    }
    return hostId == null
        ? null
        : new Announce(
            hostId,
            (int) activeUploads,
            uploadBytesPerSecond,
            received,
            delivered,
            served,
            contents,
            trafficSerial);
  }

  private BytesByRole received() {
    ContentTraffic all = traffic();
    if (all.delivered() != 0) {
      throw Unusual.INSTANCE;
    }
    return new BytesByRole(all.origin(), all.cache(), all.agent());
  }

  private ContentTraffic traffic() {
    long origin = 0;
    long cache = 0;
    long agent = 0;
    long delivered = 0;
    expect('{');
    for (String name = firstName(); name != null; name = nextName()) {
      switch (name) {
        case "origin" -> origin = number(Long.MAX_VALUE);
        case "cache" -> cache = number(Long.MAX_VALUE);
        case "agent" -> agent = number(Long.MAX_VALUE);
        case "delivered" -> delivered = number(Long.MAX_VALUE);
        default -> throw Unusual.INSTANCE;
      }
    }
    return new ContentTraffic(origin, cache, agent, delivered);
  }

  private List<AnnouncedContent> contents() {
    List<AnnouncedContent> contents = new ArrayList<>();
    expect('[');
    if (isNext(']')) {
      return contents;
    }
    do {
      contents.add(content());
    } while (isNext(','));
    expect(']');
    return contents;
  }

  private AnnouncedContent content() {
    ContentId contentId = null;
    BlockSet completed = null;
    BlockSet dropped = null;
    boolean full = false;
    BlockSet want = null;
    Integer limit = null;
    ContentTraffic traffic = null;
    expect('{');
    for (String name = firstName(); name != null; name = nextName()) {
      switch (name) {
        case "contentId" -> contentId = new ContentId(string());
        case "completed" -> completed = BlockSet.parse(string());
        case "dropped" -> dropped = BlockSet.parse(string());
        case "full" -> full = truth();
        case "want" -> want = BlockSet.parse(string());
        case "limit" -> limit = (int) number(Integer.MAX_VALUE);
        case "traffic" -> traffic = traffic();
        default -> throw Unusual.INSTANCE;
      }
    }
    if (contentId == null) {
      throw Unusual.INSTANCE;
    }
    return new AnnouncedContent(contentId, completed, dropped, full, want, limit, traffic);
  }

  /** The name of the first field of an object, past its colon; null = it has none. */
  private @Nullable String firstName() {
    return isNext('}') ? null : name();
  }

  /** The name of the next field; null = the object has ended. */
  private @Nullable String nextName() {
    if (isNext(',')) {
      return name();
    }
    expect('}');
    return null;
  }

  private String name() {
    String name = string();
    expect(':');
    return name;
  }

  private String string() {
    expect('"');
    int start = at;
    while (true) {
      byte next = read();
      if (next == '"') {
        return new String(text, start, at - 1 - start, ISO_8859_1);
      }
      if (next < ' ' || next == '\\') {
        throw Unusual.INSTANCE;
      }
    }
  }

  private long number(long max) {
    skipSpace();
    int start = at;
    long number = 0;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      number = 10 * number + text[at++] - '0';
      if (at - start > DIGITS_MAX) {
        throw Unusual.INSTANCE;
      }
    }
    boolean leadingZero = at - start > 1 && text[start] == '0';
    if (at == start || leadingZero || number > max || isMoreOfANumber()) {
      throw Unusual.INSTANCE;
    }
    return number;
  }

  private boolean isMoreOfANumber() {
    return at < text.length && (text[at] == '.' || text[at] == 'e' || text[at] == 'E');
  }

  private boolean truth() {
    skipSpace();
    String word = at < text.length && text[at] == 't' ? "true" : "false";
    for (int i = 0; i < word.length(); i++) {
      if (read() != word.charAt(i)) {
        throw Unusual.INSTANCE;
      }
    }
    return word.equals("true");
  }

  private void expect(char character) {
    skipSpace();
    if (read() != character) {
      throw Unusual.INSTANCE;
    }
  }

  private boolean isNext(char character) {
    skipSpace();
    boolean next = at < text.length && text[at] == character;
    at += next ? 1 : 0;
    return next;
  }

  private void expectEnd() {
    skipSpace();
    if (at < text.length) {
      throw Unusual.INSTANCE;
    }
  }

  private byte read() {
    if (at == text.length) {
      throw Unusual.INSTANCE;
    }
    return text[at++];
  }

  private void skipSpace() {
    while (at < text.length
        && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
      at++;
    }
  }

  /** Written in another way. */
  private static final class Unusual extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Unusual INSTANCE = new Unusual();

    private Unusual() {
      super("unusual", null, false, false);
    }
  }
}
