package org.p2pd.protocol.content;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;

/**
 * What a content id names: length, block size and the digest of every block.
 *
 * <p>A manifest certifies itself: its {@link #contentId} is always computed from the rest, never believed. {@code
 * digest} and {@code mediaType} are not covered by the id and therefore only hints; a publication's count.
 */
public final class Manifest {
  /** The most bytes of a manifest's JSON form that anybody accepts. */
  public static final int JSON_BYTES_MAX = 2 << 20;

  private final ContentId contentId;
  private final BlockLayout layout;
  private final byte[] rawBlockDigests;
  private final @Nullable Digest digest;
  private final @Nullable String mediaType;

  /**
   * Creates a manifest and computes its content id.
   *
   * @param rawBlockDigests 32 bytes per block, in order
   * @param digest of the whole file, where known
   * @param mediaType such as {@code video/mp4}, where known
   */
  public Manifest(
      BlockLayout layout,
      byte[] rawBlockDigests,
      @Nullable Digest digest,
      @Nullable String mediaType) {
    this.contentId = ContentId.of(layout, rawBlockDigests);
    this.layout = layout;
    this.rawBlockDigests = rawBlockDigests.clone();
    this.digest = digest;
    this.mediaType = mediaType;
  }

  /** Reads the base64 of all raw block digests; as the constructor otherwise. */
  public static Manifest ofBase64(
      BlockLayout layout,
      String blockDigests,
      @Nullable Digest digest,
      @Nullable String mediaType) {
    try {
      return new Manifest(layout, Base64.getDecoder().decode(blockDigests), digest, mediaType);
    } catch (MalformedValueException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new MalformedValueException("blockDigests", blockDigests, "base64");
    }
  }

  /**
   * Returns this manifest where it is the one named {@code expected}.
   *
   * @throws MalformedValueException where the bytes name another content
   */
  public Manifest requireId(ContentId expected) {
    if (!contentId.equals(expected)) {
      throw new MalformedValueException(
          "contentId", expected, contentId + ", computed from the manifest");
    }
    return this;
  }

  public ContentId contentId() {
    return contentId;
  }

  public BlockLayout layout() {
    return layout;
  }

  /** The number of blocks. */
  public int blockCount() {
    return layout.blockCount();
  }

  /** The digest of block {@code index}. */
  public Digest blockDigest(int index) {
    layout.offsetOf(index);
    return Digest.ofRaw(rawBlockDigests, index * Digest.BYTES);
  }

  /** A copy of all raw block digests in order. */
  public byte[] rawBlockDigests() {
    return rawBlockDigests.clone();
  }

  /** The base64 of all raw block digests in order. */
  public String blockDigestsBase64() {
    return Base64.getEncoder().encodeToString(rawBlockDigests);
  }

  public @Nullable Digest digest() {
    return digest;
  }

  public @Nullable String mediaType() {
    return mediaType;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that
        && contentId.equals(that.contentId)
        && Arrays.equals(rawBlockDigests, that.rawBlockDigests);
  }

  @Override
  public int hashCode() {
    return contentId.hashCode();
  }

  @Override
  public String toString() {
    return "Manifest[" + contentId + ", " + layout + "]";
  }
}
