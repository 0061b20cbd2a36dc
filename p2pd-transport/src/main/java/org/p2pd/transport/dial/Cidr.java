package org.p2pd.transport.dial;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.p2pd.protocol.MalformedValueException;

/**
 * A network in CIDR notation. Bits after the prefix are zero in {@link #network}.
 *
 * @param bits length of the prefix
 */
public record Cidr(InetAddress network, int bits) {
  private static final String EXPECTED = "an address or network such as 10.1.0.0/16 or fd00::/8";

  public Cidr {
    if (bits < 0 || bits > network.getAddress().length * 8) {
      throw new MalformedValueException("network", network.getHostAddress() + "/" + bits, EXPECTED);
    }
    network = masked(network, bits);
  }

  /** Reads {@code address} or {@code address/bits}. */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = Reach.literal(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new MalformedValueException("network", text, EXPECTED);
    }
    return new Cidr(
        address,
        slash < 0 ? address.getAddress().length * 8 : bits(text, text.substring(slash + 1)));
  }

  private static int bits(String text, String bits) {
    if (!bits.matches("[0-9]{1,3}")) {
      throw new MalformedValueException("network", text, EXPECTED);
    }
    return Integer.parseInt(bits);
  }

  /** Whether {@code address} is of the same family and has this prefix. */
  public boolean contains(InetAddress address) {
    return address.getAddress().length == network.getAddress().length
        && masked(address, bits).equals(network);
  }

  private static InetAddress masked(InetAddress address, int bits) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.max(0, Math.min(8, bits - 8 * i));
      bytes[i] &= (byte) (0xff00 >> kept);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("addresses have 4 or 16 bytes", e);
    }
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + bits;
  }
}
