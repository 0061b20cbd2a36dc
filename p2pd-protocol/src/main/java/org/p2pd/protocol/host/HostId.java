package org.p2pd.protocol.host;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.p2pd.protocol.Hex;
import org.p2pd.protocol.MalformedValueException;

/**
 * The opaque name of one node while it runs: 16 random bytes.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record HostId(String hex) implements Comparable<HostId> {
  private static final int BYTES = 16;

  public HostId {
    if (!Hex.isLowerCase(hex, BYTES)) {
      throw new MalformedValueException("hostId", hex, "32 lower-case hex digits");
    }
  }

  /** Draws a new id. */
  public static HostId random(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new HostId(HexFormat.of().formatHex(bytes));
  }

  /** The id whose 16 bytes are {@code raw}. */
  public static HostId ofRaw(byte[] raw) {
    return new HostId(HexFormat.of().formatHex(raw));
  }

  /** The id's 16 bytes. */
  public byte[] raw() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(HostId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
