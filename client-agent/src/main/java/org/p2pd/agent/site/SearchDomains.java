package org.p2pd.agent.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.p2pd.agent.site.disk.ResolverFile;

/** In which domain this machine is, as far as its system knows. */
final class SearchDomains {
  private static final Path UNIX = Path.of("/etc/resolv.conf");
  private static final String WINDOWS = "USERDNSDOMAIN";

  private SearchDomains() {}

  static List<String> ofThisMachine() {
    String windows = System.getenv(WINDOWS);
    return windows == null || windows.isBlank()
        ? ResolverFile.searchDomains(UNIX)
        : List.of(windows.toLowerCase(Locale.ROOT));
  }
}
