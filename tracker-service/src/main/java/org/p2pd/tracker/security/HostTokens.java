package org.p2pd.tracker.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.p2pd.protocol.host.HostId;
import org.p2pd.protocol.host.HostRole;

/**
 * Writes and reads host tokens: the fields of {@link HostToken} in clear and an HMAC-SHA256 over them.
 *
 * <p>Nothing is stored: whoever knows the secret can check a token, and write the same one again. Where there are
 * several secrets, the first writes and all are read with, so that a secret is changed by putting the new one before the
 * old one everywhere, and by leaving the old one out a day later.
 */
public final class HostTokens {
  private static final String VERSION = "p1";
  private static final int FIELDS = 7;

  private final List<SecretKeySpec> keys;

  HostTokens(List<String> secrets) {
    this.keys = secrets.stream()
        .map(secret -> new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"))
        .toList();
  }

  /** The token for one registration; equal arguments give equal tokens. */
  public String write(HostToken token) {
    return everyForm(token).get(0);
  }

  /** The token as each secret writes it, the newest first: its holder has one of them. */
  public List<String> everyForm(HostToken token) {
    String fields = String.join(
        ".",
        VERSION,
        token.hostId().hex(),
        token.role().wireName(),
        token.operator() ? "o" : "-",
        Long.toString(token.issuedMillis(), Character.MAX_RADIX),
        base64(token.near().getBytes(UTF_8)));
    return keys.stream().map(key -> fields + "." + mac(key, fields)).toList();
  }

  /** What {@code text} says, where this tracker's secret wrote it; takes the same time wherever a difference is. */
  Optional<HostToken> read(String text) {
    String[] fields = text.split("\\.", -1);
    int dot = text.lastIndexOf('.');
    if (fields.length != FIELDS || !isRight(text.substring(0, dot), fields[FIELDS - 1])) {
      return Optional.empty();
    }
    return Optional.of(new HostToken(
        new HostId(fields[1]),
        HostRole.parse(fields[2]),
        fields[3].equals("o"),
        new String(Base64.getUrlDecoder().decode(fields[5]), UTF_8),
        Long.parseLong(fields[4], Character.MAX_RADIX)));
  }

  private boolean isRight(String fields, String mac) {
    byte[] said = mac.getBytes(UTF_8);
    return keys.stream()
        .anyMatch(key -> MessageDigest.isEqual(mac(key, fields).getBytes(UTF_8), said));
  }

  private static String mac(SecretKeySpec key, String fields) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return base64(mac.doFinal(fields.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
