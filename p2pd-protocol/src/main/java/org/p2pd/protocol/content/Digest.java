package org.p2pd.protocol.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.p2pd.protocol.Hex;
import org.p2pd.protocol.MalformedValueException;

/**
 * A SHA-256 digest: the name of a block that holds on every host.
 *
 * <p>As text it is the name of RFC 6920, {@code ni:///sha-256;<base64url>}; in JSON it is plain base64.
 */
public final class Digest {
  /** The length of a digest, in bytes. */
  public static final int BYTES = 32;

  private static final String NI_PREFIX = "ni:///sha-256;";
  private static final Base64.Encoder URL_ENCODER = Base64.getUrlEncoder().withoutPadding();

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  // Four numbers take 32 bytes less than an array would: a cache knows a million digests.
  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  private Digest(byte[] raws, int offset) {
    this.first = (long) LONGS.get(raws, offset);
    this.second = (long) LONGS.get(raws, offset + Long.BYTES);
    this.third = (long) LONGS.get(raws, offset + 2 * Long.BYTES);
    this.fourth = (long) LONGS.get(raws, offset + 3 * Long.BYTES);
  }

  private Digest(byte[] raw) {
    this(raw, 0);
  }

  /** The digest whose raw value is {@code raw}; exactly {@link #BYTES} bytes. */
  public static Digest ofRaw(byte[] raw) {
    if (raw.length != BYTES) {
      throw new MalformedValueException("digest", raw.length + " bytes", BYTES + " bytes");
    }
    return new Digest(raw);
  }

  static Digest ofRaw(byte[] raws, int offset) {
    return new Digest(raws, offset);
  }

  /** Computes the digest of the remaining bytes of all buffers in order; their positions are left as they are. */
  public static Digest of(ByteBuffer... buffers) {
    MessageDigest sha256 = sha256();
    for (ByteBuffer buffer : buffers) {
      sha256.update(buffer.duplicate());
    }
    return new Digest(sha256.digest());
  }

  /** Computes the digest of {@code data}. */
  public static Digest of(byte[] data) {
    return new Digest(sha256().digest(data));
  }

  /** A new SHA-256 computation. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Reads plain base64 (RFC 4648 §4), as in JSON and {@code Repr-Digest}; one digest has one text. */
  public static Digest ofBase64(String text) {
    Digest digest = decode(Base64.getDecoder(), text, "base64 of 32 bytes");
    if (!digest.base64().equals(text)) {
      throw new MalformedValueException("digest", text, "base64 of 32 bytes, padded");
    }
    return digest;
  }

  /** Reads the base64url form without padding that ends an {@code ni:} name. */
  public static Digest ofBase64Url(String text) {
    Digest digest = decode(Base64.getUrlDecoder(), text, "base64url of 32 bytes, no padding");
    if (!digest.base64Url().equals(text)) {
      throw new MalformedValueException("digest", text, "base64url of 32 bytes, no padding");
    }
    return digest;
  }

  /** Reads {@code ni:///sha-256;<base64url>} (RFC 6920 §3). */
  public static Digest ofNi(String name) {
    if (!name.startsWith(NI_PREFIX)) {
      throw new MalformedValueException("block name", name, NI_PREFIX + "<base64url>");
    }
    return ofBase64Url(name.substring(NI_PREFIX.length()));
  }

  /** Reads 64 lower-case hexadecimal digits. */
  public static Digest ofHex(String hex) {
    if (!Hex.isLowerCase(hex, BYTES)) {
      throw new MalformedValueException("digest", hex, "64 lower-case hex digits");
    }
    return new Digest(HexFormat.of().parseHex(hex));
  }

  private static Digest decode(Base64.Decoder decoder, String text, String expected) {
    byte[] raw;
    try {
      raw = decoder.decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedValueException("digest", text, expected);
    }
    if (raw.length != BYTES) {
      throw new MalformedValueException("digest", text, expected);
    }
    return new Digest(raw);
  }

  /** The raw bytes. */
  public byte[] toRaw() {
    byte[] raw = new byte[BYTES];
    LONGS.set(raw, 0, first);
    LONGS.set(raw, Long.BYTES, second);
    LONGS.set(raw, 2 * Long.BYTES, third);
    LONGS.set(raw, 3 * Long.BYTES, fourth);
    return raw;
  }

  /** The first 64 bits: as good as random, and the same wherever the digest is. */
  public long prefix() {
    return first;
  }

  /** Plain base64 with padding. */
  public String base64() {
    return Base64.getEncoder().encodeToString(toRaw());
  }

  /** Base64url without padding. */
  public String base64Url() {
    return URL_ENCODER.encodeToString(toRaw());
  }

  /** Lower-case hexadecimal. */
  public String hex() {
    return HexFormat.of().formatHex(toRaw());
  }

  /** The host-independent name, RFC 6920: {@code ni:///sha-256;<base64url>}. */
  public String niName() {
    return NI_PREFIX + base64Url();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that
        && first == that.first
        && second == that.second
        && third == that.third
        && fourth == that.fourth;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }

  /** The base64 form. */
  @Override
  public String toString() {
    return base64();
  }
}
