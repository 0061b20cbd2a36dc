package org.p2pd.protocol.publication;

import java.util.List;
import java.util.regex.Pattern;
import org.p2pd.protocol.MalformedValueException;

/**
 * One of a provider's keys vouching for all that it signs with: so that whoever knows an old key comes to know the new
 * one, without believing anybody else.
 *
 * @param publisher base64 of the raw Ed25519 public key that vouches
 * @param signature base64 of its Ed25519 signature of {@link #text}
 */
public record KeyEndorsement(String publisher, String signature) {
  private static final Pattern WITHOUT_SPACE = Pattern.compile("[!-~]+");

  /**
   * The text that is signed: UTF-8 lines, each ended by a line feed.
   *
   * @param authorities the provider's names, in the order in which discovery gives them
   * @param publisherKeys all keys, in the order in which discovery gives them
   */
  public static String text(List<String> authorities, List<String> publisherKeys) {
    return String.join(
        "\n", "p2pd-publisher-keys-v1", joined(authorities), joined(publisherKeys), "");
  }

  /** Whether this endorsement is its publisher's, of exactly these names and keys. */
  public boolean isValid(List<String> authorities, List<String> publisherKeys) {
    return PublisherKey.verify(publisher, signature, text(authorities, publisherKeys));
  }

  /** A blank or a line feed inside would let two lists share one text. */
  private static String joined(List<String> words) {
    for (String word : words) {
      if (!WITHOUT_SPACE.matcher(word).matches()) {
        throw new MalformedValueException("name or key", word, "printable ASCII without blanks");
      }
    }
    return String.join(" ", words);
  }
}
