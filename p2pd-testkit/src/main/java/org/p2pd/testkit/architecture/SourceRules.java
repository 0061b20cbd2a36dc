package org.p2pd.testkit.architecture;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules that a module's sources keep as texts: short files, and in main sources short methods, no leftovers, no sleeping
 * threads.
 *
 * <p>Looks at text only; {@link ArchitectureRules} looks at compiled classes.
 */
public final class SourceRules {
  /** The most lines of a source file. */
  public static final int FILE_LINES_MAX = 400;

  /** The most lines of a method, from its declaration to its closing brace. */
  public static final int METHOD_LINES_MAX = 70;

  private static final Pattern LEFTOVER = Pattern.compile("\\b(TOD[O]|FIXM[E]|XX[X])\\b");
  private static final Pattern COMMENTED_OUT = Pattern.compile("^\\s*//.*;\\s*$");
  private static final Pattern PRINT = Pattern.compile("\\bSystem\\.out\\b");
  private static final Pattern SLEEP = Pattern.compile("\\bThread\\.sleep\\b");

  private final List<String> violations = new ArrayList<>();

  private SourceRules() {}

  /**
   * Checks every file under {@code src/main/java} of the module under test, and the length of those under {@code src/test/java}.
   *
   * @throws AssertionError with one line per violation
   */
  public static void check() {
    // Surefire says where the module is; an IDE starts tests inside it.
    Path sources = Path.of(System.getProperty("basedir", "")).resolve("src");
    SourceRules rules = new SourceRules();
    rules.walk(sources.resolve("main").resolve("java"), rules::file);
    rules.walk(sources.resolve("test").resolve("java"), rules::length);
    rules.report();
  }

  /** As {@link #check}, for the main sources under {@code sources}. */
  public static void checkTree(Path sources) {
    SourceRules rules = new SourceRules();
    rules.walk(sources, rules::file);
    rules.report();
  }

  /** As {@link #check}, for the tests under {@code sources}. */
  public static void checkTests(Path sources) {
    SourceRules rules = new SourceRules();
    rules.walk(sources, rules::length);
    rules.report();
  }

  private void walk(Path sources, BiConsumer<Path, String> rule) {
    try (Stream<Path> walk = Files.walk(sources)) {
      walk.filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .forEach(file -> rule.accept(sources.relativize(file), read(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report() {
    if (!violations.isEmpty()) {
      throw new AssertionError(violations.stream()
          .collect(joining("\n  ", violations.size() + " source rules broken:\n  ", "")));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void length(Path file, String text) {
    long lines = text.lines().count();
    if (lines > FILE_LINES_MAX) {
      report(file, 1, lines + " lines (expected: at most " + FILE_LINES_MAX + ")");
    }
  }

  private void file(Path file, String text) {
    length(file, text);
    List<String> lines = text.lines().toList();
    refuse(file, lines, LEFTOVER, "a leftover; write an issue instead");
    refuse(
        file, lines, COMMENTED_OUT, "commented-out code (or a comment that ends in a semicolon)");
    JavaText java = JavaText.of(text);
    List<String> code = java.code().lines().toList();
    refuse(file, code, SLEEP, "Thread.sleep; wait for the event instead");
    if (!hasSegment(file, "cli")) {
      refuse(file, code, PRINT, "System.out outside a cli package; log instead");
    }
    for (JavaText.Method method : java.methods()) {
      method(file, method);
    }
  }

  private void refuse(Path file, List<String> lines, Pattern pattern, String what) {
    for (int i = 0; i < lines.size(); i++) {
      if (pattern.matcher(lines.get(i)).find()) {
        report(file, i + 1, what);
      }
    }
  }

  private void method(Path file, JavaText.Method method) {
    if (method.lines() > METHOD_LINES_MAX) {
      report(
          file,
          method.firstLine(),
          "a method of " + method.lines() + " lines (expected: at most " + METHOD_LINES_MAX + ")");
    }
  }

  private void report(Path file, int line, String what) {
    violations.add(file + ":" + line + ": " + what);
  }

  private static boolean hasSegment(Path file, String name) {
    for (Path segment : file) {
      if (segment.toString().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
