package org.p2pd.origin.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.web.util.UriUtils;

/** The {@code Content-Disposition} of a download (RFC 6266): a plain name for all, the true one in RFC 8187 form. */
final class Attachment {
  private Attachment() {}

  /** The field's value for the film with {@code path}, which is percent-encoded. */
  static String of(String path) {
    String name = UriUtils.decode(path.substring(path.lastIndexOf('/') + 1), UTF_8);
    String plain = plain(name);
    String value = "attachment; filename=\"" + plain + "\"";
    return plain.equals(name)
        ? value
        : value + "; filename*=UTF-8''" + UriUtils.encode(name, UTF_8);
  }

  /** Without what some clients read otherwise than meant: quotes, backslashes, percent signs, all beyond ASCII. */
  private static String plain(String name) {
    return name.replaceAll("[^\\x20-\\x7e]", "_").replaceAll("[\"\\\\%]", "_");
  }
}
