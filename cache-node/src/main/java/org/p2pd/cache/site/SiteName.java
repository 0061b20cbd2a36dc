package org.p2pd.cache.site;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.name.ContentName;

/**
 * Which authority a {@code Host} means: the one it names if that is served here; a Host of {@code localhost} or an IP
 * literal, which says nothing, means the only one there is (WIRE §3). Pure.
 */
final class SiteName {
  private static final Pattern SAYS_NOTHING =
      Pattern.compile("(localhost|[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+])(:[0-9]+)?");

  private SiteName() {}

  /** The authority among {@code served}; null where the Host means none of them. */
  static @Nullable String choose(String host, List<String> served) {
    String authority = ContentName.normaliseAuthority(host);
    if (served.contains(authority)) {
      return authority;
    }
    return served.size() == 1 && saysNothing(authority) ? served.get(0) : null;
  }

  static boolean saysNothing(String authority) {
    return SAYS_NOTHING.matcher(authority).matches();
  }
}
