package org.p2pd.origin.publish.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.p2pd.protocol.publication.PublisherKey;
import org.p2pd.transport.settings.SettingException;

/** The file of the provider's key: base64 of a 32-byte Ed25519 seed. */
public final class SigningKeyFile {
  private static final String EXPECTED = "a key file, as './p2pd keygen FILE' makes it";

  private SigningKeyFile() {}

  /**
   * Reads the key.
   *
   * @throws SettingException when the file cannot be read or holds no key; never shows what it holds
   */
  public static PublisherKey read(Path file) {
    try {
      return PublisherKey.ofSeed(
          Base64.getDecoder().decode(Files.readString(file).strip()));
    } catch (IOException e) {
      throw new SettingException("P2PD_PUBLISH_SIGNING_KEY", file + " cannot be read", EXPECTED);
    } catch (IllegalArgumentException e) {
      throw new SettingException("P2PD_PUBLISH_SIGNING_KEY", file + " holds no key", EXPECTED);
    }
  }
}
