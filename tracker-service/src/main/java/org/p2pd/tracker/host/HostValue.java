package org.p2pd.tracker.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;
import org.p2pd.transport.dial.Reach;

/**
 * A live host as Redis keeps it: digits at fixed places, which scripts compare and overwrite there, then what does not
 * change while the registration lasts, a line for each field.
 *
 * <pre>
 * 1 042 0 1763725000000 0 …0 …0 …0 …0 …0 hostId⏎ role⏎ …
 * │  │  │       │       │ │  │  │  │  └── number of the last report of traffic that was counted
 * │  │  │       │       │ └──┴──┴──┴───── bytes from origins, caches and agents, and delivered; 16 digits each
 * │  │  │       │       └──────────────── operator standing
 * │  │  │       └──────────────────────── issue time of the token
 * │  │  └──────────────────────────────── prefixes that complained lately, at most 9
 * │  └─────────────────────────────────── load in percent
 * └────────────────────────────────────── reachable
 * </pre>
 *
 * <p>A handout meets strangers most of the time, in a large swarm at least: nothing is parsed here that registration could
 * write down.
 */
final class HostValue {
  private static final int LOAD_AT = 1;
  private static final int COMPLAINTS_AT = 4;
  private static final int ISSUED_AT = 5;
  private static final int OPERATOR_AT = 18;
  private static final int COUNTS_AT = 19;
  private static final int LINES_AT = 99;
  private static final int ISSUED_DIGITS = 13;
  private static final int COUNT_DIGITS = 16;
  private static final int COUNTS = 5;
  private static final String NOTHING_COUNTED = "0".repeat(COUNTS * COUNT_DIGITS);

  private HostValue() {}

  static byte[] write(HostDescriptor host, boolean reachable) {
    String url = host.url();
    Reach scope = url == null ? Reach.FORBIDDEN : Reach.ofHost(URI.create(url).getHost());
    String lines = String.join(
        "\n",
        host.hostId().hex(),
        host.role().wireName(),
        host.internal() ? "1" : "0",
        Integer.toString(host.port()),
        orEmpty(host.uploadBytesPerSecond()),
        host.address(),
        host.prefix(),
        scope.name(),
        host.near(),
        orEmpty(url),
        orEmpty(host.zone()),
        String.join(" ", host.fetchesFor()));
    return ((reachable ? "1" : "0") + load(0) + "0" + issued(host.issuedMillis())
            + (host.operator() ? "1" : "0") + NOTHING_COUNTED + lines)
        .getBytes(UTF_8);
  }

  private static String orEmpty(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  static LiveHost read(byte[] value) {
    Lines lines = new Lines(new String(value, LINES_AT, value.length - LINES_AT, UTF_8));
    HostId hostId = new HostId(lines.next());
    HostRole role = HostRole.parse(lines.next());
    boolean internal = lines.next().equals("1");
    int port = Integer.parseInt(lines.next());
    String upload = lines.next();
    String address = lines.next();
    String prefix = lines.next();
    Reach scope = Reach.valueOf(lines.next());
    String near = lines.next();
    String url = lines.next();
    String zone = lines.next();
    String networks = lines.next();
    HostDescriptor descriptor = new HostDescriptor(
        hostId,
        role,
        value[OPERATOR_AT] == '1',
        url.isEmpty() ? null : url,
        zone.isEmpty() ? null : zone,
        address,
        port,
        near,
        networks.isEmpty() ? List.of() : List.of(networks.split(" ")),
        internal,
        upload.isEmpty() ? null : Long.valueOf(upload),
        number(value, ISSUED_AT, ISSUED_DIGITS));
    return new LiveHost(
        descriptor,
        prefix,
        scope,
        value[0] == '1',
        number(value, LOAD_AT, COMPLAINTS_AT - LOAD_AT) / 100.0,
        value[COMPLAINTS_AT] - '0');
  }

  /** The cumulative count at {@code index}: from origins, caches, agents, delivered, number of the last report. */
  static long count(byte[] value, int index) {
    return number(value, COUNTS_AT + index * COUNT_DIGITS, COUNT_DIGITS);
  }

  private static long number(byte[] value, int at, int digits) {
    long number = 0;
    for (int i = at; i < at + digits; i++) {
      number = 10 * number + value[i] - '0';
    }
    return number;
  }

  /** Counts as they stand in a value. */
  static byte[] counts(long... counts) {
    byte[] text = new byte[counts.length * COUNT_DIGITS];
    for (int i = 0; i < counts.length; i++) {
      digits(counts[i], text, i * COUNT_DIGITS, COUNT_DIGITS);
    }
    return text;
  }

  /** An issue time as it stands in a value. */
  static String issued(long millis) {
    byte[] text = new byte[ISSUED_DIGITS];
    digits(millis, text, 0, ISSUED_DIGITS);
    return new String(text, US_ASCII);
  }

  /** A load as it stands in a value. */
  static String load(double load) {
    byte[] text = new byte[COMPLAINTS_AT - LOAD_AT];
    digits(Math.round(100 * Math.max(0, Math.min(1, load))), text, 0, text.length);
    return new String(text, US_ASCII);
  }

  private static void digits(long number, byte[] text, int at, int digits) {
    Arrays.fill(text, at, at + digits, (byte) '0');
    long rest = number;
    for (int i = at + digits - 1; rest > 0 && i >= at; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** Lines of a text, one after the other. */
  private static final class Lines {
    private final String text;
    private int at;

    Lines(String text) {
      this.text = text;
    }

    String next() {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end < 0 ? text.length() : end);
      at += line.length() + 1;
      return line;
    }
  }
}
