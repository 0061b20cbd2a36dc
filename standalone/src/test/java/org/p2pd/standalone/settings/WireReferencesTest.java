package org.p2pd.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever points at a section of the wire contract, {@code WIRE §3}, points at one that {@code docs/wire.md} has. */
class WireReferencesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern REFERENCE = Pattern.compile("WIRE §([0-9]+)");
  private static final Pattern SECTION = Pattern.compile("(?m)^## ([0-9]+) ");
  private static final Pattern READ = Pattern.compile(".*\\.(java|yml|lua|md|py|json|js)");
  private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

  @Test
  void everyReference_isToASectionThatIsThere() throws IOException {
    Set<String> sections = SECTION
        .matcher(Files.readString(ROOT.resolve("docs/wire.md")))
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
    Map<String, Set<String>> references = references();

    assertThat(sections).contains("1", "2", "3", "4", "5");
    assertThat(references)
        .hasSizeGreaterThan(20)
        .allSatisfy((file, numbers) -> assertThat(sections).as(file).containsAll(numbers));
  }

  /** Numbers of sections by the file that names them. */
  private static Map<String, Set<String>> references() throws IOException {
    Map<String, Set<String>> references = new TreeMap<>();
    Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return SKIPPED.contains(directory.getFileName().toString())
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        if (READ.matcher(file.getFileName().toString()).matches()) {
          Set<String> numbers = REFERENCE
              .matcher(Files.readString(file))
              .results()
              .map(WireReferencesTest::number)
              .collect(Collectors.toSet());
          if (!numbers.isEmpty()) {
            references.put(ROOT.relativize(file).toString(), numbers);
          }
        }
        return FileVisitResult.CONTINUE;
      }
    });
    return references;
  }

  private static String number(MatchResult reference) {
    return reference.group(1);
  }
}
