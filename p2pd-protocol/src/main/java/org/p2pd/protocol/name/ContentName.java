package org.p2pd.protocol.name;

import java.util.Locale;
import java.util.Map;
import org.p2pd.protocol.MalformedValueException;

/**
 * How a film is known: an authority and a path, always in normal form.
 *
 * <p>The scheme is not part of a name: {@code http}, {@code https} and {@code spp} are aliases, written {@code http}.
 * Neither is the query. Every input is normalised first, so two spellings of one name are equal (WIRE §1).
 *
 * @param authority host, lower-case, and port where it is not the default
 * @param path begins with a slash; every byte but {@code A-Za-z0-9-._~/} percent-encoded
 */
public record ContentName(String authority, String path) implements Comparable<ContentName> {
  /** The most characters of a name that anybody accepts, before or after normalisation. */
  public static final int CHARS_MAX = 4_096;

  private static final Map<String, Integer> DEFAULT_PORTS =
      Map.of("http", 80, "https", 443, "spp", 1111);

  public ContentName {
    authority = Authority.normalise(authority, 80);
    path = Path.normalise(path);
    requireShort("http://" + authority + path);
  }

  /**
   * Reads an absolute URL.
   *
   * @throws MalformedValueException when the scheme is unknown or host or path break the rules of WIRE §1
   */
  public static ContentName parse(String url) {
    requireShort(url);
    int schemeEnd = url.indexOf("://");
    Integer defaultPort = schemeEnd < 0
        ? null
        : DEFAULT_PORTS.get(url.substring(0, schemeEnd).toLowerCase(Locale.ROOT));
    if (defaultPort == null) {
      throw new MalformedValueException("url", url, "http://authority/path (or https, spp)");
    }
    String rest = withoutQuery(url.substring(schemeEnd + 3));
    int slash = rest.indexOf('/');
    if (slash < 0) {
      throw new MalformedValueException("url", url, "a path after the authority");
    }
    return new ContentName(
        Authority.normalise(rest.substring(0, slash), defaultPort), rest.substring(slash));
  }

  /** Reads {@code host[:port]} as in a {@code Host} header; the default port of HTTP is dropped. */
  public static String normaliseAuthority(String authority) {
    return Authority.normalise(authority, 80);
  }

  private static void requireShort(String url) {
    if (url.length() > CHARS_MAX) {
      throw new MalformedValueException("url", url, "at most " + CHARS_MAX + " characters");
    }
  }

  private static String withoutQuery(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '?' || text.charAt(i) == '#') {
        return text.substring(0, i);
      }
    }
    return text;
  }

  /** The name written as a URL, {@code http://authority/path}. */
  public String url() {
    return "http://" + authority + path;
  }

  /**
   * The last segment of the path, percent-decoded, for people. A stranger chose it: anything but a slash and a zero may
   * be in it, so whoever makes a file name of it looks first.
   */
  public String fileName() {
    return Path.decodeSegment(path.substring(path.lastIndexOf('/') + 1));
  }

  @Override
  public int compareTo(ContentName other) {
    return url().compareTo(other.url());
  }

  @Override
  public String toString() {
    return url();
  }
}
