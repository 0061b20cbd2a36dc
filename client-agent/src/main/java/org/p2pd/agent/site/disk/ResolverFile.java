package org.p2pd.agent.site.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code /etc/resolv.conf} (resolv.conf(5)). */
public final class ResolverFile {
  private static final int DOMAINS_MAX = 6;

  private ResolverFile() {}

  /** The domains in which short names are searched, the last {@code search} or {@code domain} line's; empty without. */
  public static List<String> searchDomains(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      List<String> found = List.of();
      for (String line : (Iterable<String>) lines.limit(1_000)::iterator) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 1 && (words[0].equals("search") || words[0].equals("domain"))) {
          found = Stream.of(words).skip(1).limit(DOMAINS_MAX).toList();
        }
      }
      return found;
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of();
    }
  }
}
