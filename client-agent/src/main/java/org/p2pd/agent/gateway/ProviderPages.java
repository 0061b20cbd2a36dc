package org.p2pd.agent.gateway;

import java.util.regex.Pattern;
import org.p2pd.transport.dial.Reach;

/**
 * Which pages are of a film's provider, told by the names of the hosts alone: those of the film's host, of hosts below it, and
 * of hosts that it is below. A leading {@code www.} does not count: {@code www.example.org} may play what {@code
 * media.example.org} publishes. Other neighbours are no relatives, for in {@code example.co.uk} or {@code example.github.io}
 * they are strangers, and which suffixes are like these only a list of thousands could tell. Pure.
 */
final class ProviderPages {
  private static final String WWW = "www.";

  /** What registries sell names below, as far as a {@code www} there may be a stranger's. */
  private static final Pattern OF_A_COUNTRY =
      Pattern.compile("(ac|co|com|edu|go|gob|gov|ltd|me|mil|ne|net|nom|or|org|plc|sch)\\.[a-z]{2}");

  private ProviderPages() {}

  /** Whether a page of {@code page} is one of the provider that publishes under {@code film}; both are hosts without port. */
  static boolean include(String page, String film) {
    return page.equals(film) || isBelow(page, site(film)) || isBelow(film, site(page));
  }

  /** The host without {@code www.}, where what is left may be somebody's own domain. */
  private static String site(String host) {
    String bare = host.startsWith(WWW) ? host.substring(WWW.length()) : host;
    return isDomain(bare) && !OF_A_COUNTRY.matcher(bare).matches() ? bare : host;
  }

  private static boolean isBelow(String host, String site) {
    return isDomain(site) && (host.equals(site) || host.endsWith("." + site));
  }

  private static boolean isDomain(String host) {
    return host.indexOf('.') > 0 && Reach.literal(host) == null;
  }
}
