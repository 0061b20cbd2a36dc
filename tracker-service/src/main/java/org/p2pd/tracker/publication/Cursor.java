package org.p2pd.tracker.publication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.tracker.catalogue.Catalogue;

/** Where the next page of the catalogue begins: the last name of the one before, in base64, for clients opaque. */
final class Cursor {
  private Cursor() {}

  /** The name that {@code cursor} stands for; empty for the first page. */
  static String decode(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedValueException("cursor", cursor, "'next' of the page before");
    }
  }

  /** {@code page} with its next name as a cursor. */
  static Catalogue encodeNext(Catalogue page) {
    String next = page.next();
    return next == null
        ? page
        : new Catalogue(
            page.publications(),
            Base64.getUrlEncoder().withoutPadding().encodeToString(next.getBytes(UTF_8)));
  }
}
