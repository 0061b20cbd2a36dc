package org.p2pd.store.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;

/**
 * A manifest as a file: five text lines, the raw block digests, and the SHA-256 of all that.
 *
 * <pre>
 * p2pd-manifest-v1
 * 5000000               length
 * 262144                block size
 * q83v…=                digest of the whole content, base64; empty where unknown
 * video/mp4             media type; empty where unknown
 * </pre>
 */
public final class ManifestFile {
  /** The longest file that is read. */
  public static final int BYTES_MAX = BlockLayout.BLOCKS_MAX * Digest.BYTES + 1_024;

  private static final String MAGIC = "p2pd-manifest-v1";
  private static final int LINES = 5;
  private static final Pattern SAFE_MEDIA_TYPE = Pattern.compile("[\\x20-\\x7e]{1,255}");

  private ManifestFile() {}

  /** The bytes of {@code manifest}'s file. */
  public static byte[] write(Manifest manifest) {
    Digest digest = manifest.digest();
    String header = String.join(
        "\n",
        MAGIC,
        Long.toString(manifest.layout().length()),
        Integer.toString(manifest.layout().blockSize()),
        digest == null ? "" : digest.base64(),
        safe(manifest.mediaType()),
        "");
    byte[] head = header.getBytes(UTF_8);
    byte[] digests = manifest.rawBlockDigests();
    ByteBuffer file = ByteBuffer.allocate(head.length + digests.length + Digest.BYTES);
    file.put(head).put(digests);
    file.put(Digest.of(file.duplicate().flip()).toRaw());
    return file.array();
  }

  private static String safe(@Nullable String mediaType) {
    return mediaType != null && SAFE_MEDIA_TYPE.matcher(mediaType).matches() ? mediaType : "";
  }

  /**
   * Reads a file's bytes.
   *
   * @throws MalformedValueException where a single bit is not as it was written
   */
  public static Manifest read(byte[] file) {
    int end = file.length - Digest.BYTES;
    if (end < 0
        || !Digest.ofRaw(Arrays.copyOfRange(file, end, file.length)).equals(digest(file, end))) {
      throw malformed(file);
    }
    String[] lines = new String[LINES];
    int start = 0;
    for (int i = 0; i < LINES; i++) {
      int newline = start;
      while (newline < end && file[newline] != '\n') {
        newline++;
      }
      lines[i] = new String(file, start, newline - start, UTF_8);
      start = Math.min(newline + 1, end);
    }
    if (!lines[0].equals(MAGIC)) {
      throw malformed(file);
    }
    return manifest(lines, Arrays.copyOfRange(file, start, end));
  }

  private static Manifest manifest(String[] lines, byte[] digests) {
    return new Manifest(
        new BlockLayout(Long.parseLong(lines[1]), Integer.parseInt(lines[2])),
        digests,
        lines[3].isEmpty() ? null : Digest.ofBase64(lines[3]),
        lines[4].isEmpty() ? null : lines[4]);
  }

  private static Digest digest(byte[] file, int end) {
    return Digest.of(ByteBuffer.wrap(file, 0, end));
  }

  private static MalformedValueException malformed(byte[] file) {
    return new MalformedValueException(
        "manifest file", file.length + " bytes", MAGIC + " and a matching SHA-256 at the end");
  }
}
