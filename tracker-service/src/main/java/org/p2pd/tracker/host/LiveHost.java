package org.p2pd.tracker.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.p2pd.transport.dial.Reach;
import org.p2pd.transport.wire.WireFormat;

/**
 * A host whose lease runs, as Redis keeps it: five digits that scripts overwrite in place, then the descriptor in JSON.
 *
 * <pre>
 * 1 042 0 {"hostId":…}
 * │  │  └ prefixes that complained lately, at most 9
 * │  └─── load in percent
 * └────── reachable
 * </pre>
 *
 * @param prefix the /24 or /48 of its address
 * @param scope how far the address in its URL reaches; forbidden where it has none
 * @param load 0 (idle) to 1 (as busy as it wants to be)
 * @param complaints address prefixes that complained lately, 0 to 9
 */
public record LiveHost(
    Descriptor descriptor,
    String prefix,
    Reach scope,
    boolean reachable,
    double load,
    int complaints) {
  private static final int LOAD_AT = 1;
  private static final int COMPLAINTS_AT = 4;
  private static final int JSON_AT = 5;

  static byte[] write(Descriptor descriptor, boolean reachable) {
    return ((reachable ? "1" : "0") + load(0) + "0"
            + WireFormat.json().writeValueAsString(descriptor))
        .getBytes(UTF_8);
  }

  static LiveHost read(byte[] value, KnownDescriptors known) {
    String digits = new String(value, 0, JSON_AT, US_ASCII);
    ByteBuffer json = ByteBuffer.wrap(value, JSON_AT, value.length - JSON_AT).slice();
    KnownDescriptors.Parsed parsed = known.of(json);
    return new LiveHost(
        parsed.descriptor(),
        parsed.prefix(),
        parsed.scope(),
        digits.charAt(0) == '1',
        Integer.parseInt(digits.substring(LOAD_AT, COMPLAINTS_AT)) / 100.0,
        digits.charAt(COMPLAINTS_AT) - '0');
  }

  static String load(double load) {
    int percent = (int) Math.round(100 * Math.max(0, Math.min(1, load)));
    return "" + (char) ('0' + percent / 100) + (char) ('0' + percent / 10 % 10)
        + (char) ('0' + percent % 10);
  }
}
