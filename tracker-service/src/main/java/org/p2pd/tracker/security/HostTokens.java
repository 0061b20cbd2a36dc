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

  private final List<Mac> macs;

  HostTokens(List<String> secrets) {
    this.macs = secrets.stream().map(HostTokens::keyed).toList();
  }

  private static Mac keyed(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
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
    return macs.stream().map(mac -> fields + "." + code(mac, fields)).toList();
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

  private boolean isRight(String fields, String code) {
    byte[] said = code.getBytes(UTF_8);
    return macs.stream()
        .anyMatch(mac -> MessageDigest.isEqual(code(mac, fields).getBytes(UTF_8), said));
  }

  /** Copies the keyed one: it is of one thread at a time, and to key it anew costs as much as to use it. */
  private static String code(Mac keyed, String fields) {
    try {
      return base64(((Mac) keyed.clone()).doFinal(fields.getBytes(UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every Java platform's HmacSHA256 can be copied", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
