package org.p2pd.origin.serve;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.dial.Dialer;
import org.p2pd.transport.wire.WireFields;

/**
 * Who gets the bytes of a response, by the fields of the request: what it says, unproven, for counting only.
 *
 * @param kind what asks
 * @param zone where it says it is; {@code none} where it does not say
 */
record ClientKind(Kind kind, String zone) {
  private static final String NO_ZONE = "none";

  /** What asks for bytes. */
  enum Kind {
    /** A player, browser or downloader by plain HTTP. */
    VIEWER,
    /** A viewer's agent. */
    AGENT,
    /** A cache of p2pd, which names itself in {@code CDN-Loop} (RFC 8586). */
    CACHE;

    String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The one that sends a request with these fields. */
  static ClientKind of(Function<String, @Nullable String> field) {
    if (!Dialer.USER_AGENT.equals(field.apply("User-Agent"))) {
      return new ClientKind(Kind.VIEWER, NO_ZONE);
    }
    Kind kind = field.apply(WireFields.CDN_LOOP) == null ? Kind.AGENT : Kind.CACHE;
    return new ClientKind(kind, zone(field.apply(WireFields.ZONE)));
  }

  private static String zone(@Nullable String encoded) {
    if (encoded == null || encoded.isBlank()) {
      return NO_ZONE;
    }
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return NO_ZONE;
    }
  }

  /** The same, of a zone that is not told apart. */
  ClientKind inZone(String other) {
    return new ClientKind(kind, other);
  }
}
