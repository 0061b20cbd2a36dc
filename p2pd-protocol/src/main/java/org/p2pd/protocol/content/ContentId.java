package org.p2pd.protocol.content;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.p2pd.protocol.Hex;
import org.p2pd.protocol.MalformedValueException;

/**
 * The identity of some bytes cut into blocks: equal bytes and equal block size give an equal id on every host.
 *
 * <p>SHA-256 over {@code p2pd-content-v1\n<length>\n<blockSize>\n} and all raw block digests in order (WIRE §1).
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentId(String hex) implements Comparable<ContentId> {
  public ContentId {
    if (!Hex.isLowerCase(hex, Digest.BYTES)) {
      throw new MalformedValueException("contentId", hex, "64 lower-case hex digits");
    }
  }

  /** Computes the id of a content from its layout and all its raw block digests, 32 bytes each, in order. */
  public static ContentId of(BlockLayout layout, byte[] rawBlockDigests) {
    if (rawBlockDigests.length != layout.blockCount() * Digest.BYTES) {
      throw new MalformedValueException(
          "blockDigests",
          rawBlockDigests.length + " bytes",
          layout.blockCount() + " digests of " + Digest.BYTES + " bytes");
    }
    MessageDigest sha256 = Digest.sha256();
    sha256.update(("p2pd-content-v1\n" + layout.length() + "\n" + layout.blockSize() + "\n")
        .getBytes(US_ASCII));
    sha256.update(rawBlockDigests);
    return new ContentId(HexFormat.of().formatHex(sha256.digest()));
  }

  @Override
  public int compareTo(ContentId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
