package org.p2pd.protocol.publication;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.name.ContentName;

/**
 * The binding of a name to a content, as its provider states it.
 *
 * <p>Bindings change; of two for one name the one with the higher {@code version} holds. Signed where the provider has
 * a key, so that no tracker, cache or peer can bind a name to other bytes or roll a film back.
 *
 * @param url the film's name
 * @param contentId what the name is bound to
 * @param length of the film, in bytes
 * @param blockSize of the content, in bytes
 * @param digest SHA-256 of the whole film
 * @param mediaType such as {@code video/mp4}
 * @param lastModified when the film changed last, in epoch milliseconds
 * @param version max(epoch milliseconds, previous version + 1)
 * @param expires when the binding ends unless it is renewed, in epoch milliseconds
 * @param peers whether viewers' agents may be handed out as holders
 * @param mirrors URLs of plain HTTP servers that hold the very same file
 * @param publisher base64 of the raw Ed25519 public key, where signed
 * @param signature base64 of the Ed25519 signature of {@link #signedText}, where signed
 */
public record Publication(
    ContentName url,
    ContentId contentId,
    long length,
    int blockSize,
    Digest digest,
    String mediaType,
    long lastModified,
    long version,
    long expires,
    boolean peers,
    List<String> mirrors,
    @Nullable String publisher,
    @Nullable String signature) {

  /** The most bytes of a publication's JSON form that anybody accepts. */
  public static final int JSON_BYTES_MAX = 64 << 10;

  // A line feed, or a blank in a mirror, would let two publications share one signed text.
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]+");
  private static final Pattern WITHOUT_SPACE = Pattern.compile("[!-~]+");

  public Publication {
    mirrors = mirrors == null ? List.of() : List.copyOf(mirrors);
    requireMatch("mediaType", mediaType, PRINTABLE, "printable ASCII characters");
    for (String mirror : mirrors) {
      requireMatch("mirror", mirror, WITHOUT_SPACE, "a URL without blanks");
    }
  }

  private static void requireMatch(
      String what, @Nullable String value, Pattern form, String expected) {
    if (value == null || !form.matcher(value).matches()) {
      throw new MalformedValueException(what, value == null ? "absent" : value, expected);
    }
  }

  /** How the content is cut into blocks. */
  public BlockLayout layout() {
    return new BlockLayout(length, blockSize);
  }

  /** The text that the signature covers: UTF-8 lines, each ended by a line feed (WIRE §1). */
  public String signedText() {
    return String.join(
        "\n",
        "p2pd-publication-v1",
        url.url(),
        contentId.hex(),
        Long.toString(length),
        Integer.toString(blockSize),
        digest.base64(),
        mediaType,
        Long.toString(lastModified),
        Long.toString(version),
        Long.toString(expires),
        Boolean.toString(peers),
        String.join(" ", mirrors),
        "");
  }

  /** This publication with another publisher and signature. */
  public Publication signed(String publisher, String signature) {
    return new Publication(
        url,
        contentId,
        length,
        blockSize,
        digest,
        mediaType,
        lastModified,
        version,
        expires,
        peers,
        mirrors,
        publisher,
        signature);
  }

  /** Whether a signature is present and is the publisher's over exactly this publication. */
  public boolean hasValidSignature() {
    return publisher != null
        && signature != null
        && PublisherKey.verify(publisher, signature, signedText());
  }
}
