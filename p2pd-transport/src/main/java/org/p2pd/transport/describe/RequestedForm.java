package org.p2pd.transport.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2pd.transport.wire.WireTypes;
import org.springframework.http.HttpHeaders;

/** What an {@code Accept} (RFC 9110 §12.5.1) asks for under a film's name. */
public enum RequestedForm {
  /** The bytes. */
  FILM,
  /** What the name is bound to. */
  PUBLICATION,
  /** The digests of its blocks. */
  MANIFEST,
  /** Digests and sources; only where nothing else is acceptable: downloaders name it beside the film. */
  METALINK;

  private static final Pattern NOT_ACCEPTABLE =
      Pattern.compile(".*;\\s*q\\s*=\\s*0(\\.0{0,3})?\\s*(;.*)?");

  /** Whether {@code accept} can mean nothing but the bytes, as those of players and of curl do. */
  public static boolean isPlain(String accept) {
    return !accept.contains("+") || of(accept) == FILM;
  }

  /** What a request with {@code headers} asks for. */
  public static RequestedForm of(HttpHeaders headers) {
    return of(String.join(",", headers.getOrEmpty(HttpHeaders.ACCEPT)));
  }

  /** Whether only a node asks for that, to resolve a name. */
  public boolean isOfNode() {
    return this == PUBLICATION || this == MANIFEST;
  }

  /** Reads the field's lines, joined by commas; null where there are none. A type with {@code q=0} is not asked for. */
  public static RequestedForm of(@Nullable String accept) {
    if (accept == null || accept.equals("*/*")) {
      return FILM;
    }
    List<String> types = acceptable(accept);
    if (types.contains(WireTypes.PUBLICATION)) {
      return PUBLICATION;
    }
    if (types.contains(WireTypes.MANIFEST)) {
      return MANIFEST;
    }
    return types.equals(List.of(WireTypes.METALINK)) ? METALINK : FILM;
  }

  private static List<String> acceptable(String accept) {
    List<String> types = new ArrayList<>();
    for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
      if (!range.isBlank() && !NOT_ACCEPTABLE.matcher(range).matches()) {
        types.add(range.split(";", 2)[0].strip());
      }
    }
    return types;
  }
}
