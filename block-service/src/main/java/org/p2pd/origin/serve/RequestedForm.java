package org.p2pd.origin.serve;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.wire.WireTypes;

/** What an {@code Accept} asks for under a film's name. */
enum RequestedForm {
  /** The bytes. */
  FILM,
  /** What the name is bound to. */
  PUBLICATION,
  /** The digests of its blocks. */
  MANIFEST;

  /** Whether {@code accept} can mean nothing but the bytes, as those of players and of curl do. */
  static boolean isPlain(String accept) {
    return !accept.contains("+") || of(accept) == FILM && !accept.contains("metalink");
  }

  /** Reads the field's lines, joined; null where there are none. */
  static RequestedForm of(@Nullable String accept) {
    if (accept == null || accept.equals("*/*")) {
      return FILM;
    }
    String types = accept.toLowerCase(Locale.ROOT);
    if (types.contains(WireTypes.PUBLICATION)) {
      return PUBLICATION;
    }
    return types.contains(WireTypes.MANIFEST) ? MANIFEST : FILM;
  }
}
