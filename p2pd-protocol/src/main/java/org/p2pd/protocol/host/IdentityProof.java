package org.p2pd.protocol.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.p2pd.protocol.MalformedValueException;

/**
 * A host's answer to the tracker's call-back: proof that whoever listens at an address holds the host token that was
 * given to the registration.
 *
 * @param hostId the host that answers
 * @param proof lower-case hex HMAC-SHA256, key = the token, message = the nonce as sent (WIRE §3)
 */
public record IdentityProof(HostId hostId, String proof) {
  private static final Pattern NONCE = Pattern.compile("[0-9a-fA-F]{32,128}");

  /** Computes the proof for one nonce of 32 to 128 hex digits. */
  public static IdentityProof of(HostId hostId, String token, String nonce) {
    if (!NONCE.matcher(nonce).matches()) {
      throw new MalformedValueException("nonce", nonce, "32 to 128 hex digits");
    }
    return new IdentityProof(hostId, HexFormat.of().formatHex(hmacSha256(token, nonce)));
  }

  /** Whether this proves that its sender holds {@code token}; takes the same time wherever a difference is. */
  public boolean holds(String token, String nonce) {
    return MessageDigest.isEqual(
        proof.getBytes(UTF_8), of(hostId, token, nonce).proof().getBytes(UTF_8));
  }

  private static byte[] hmacSha256(String key, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(message.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
