package org.p2pd.standalone.demo.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A directory whose files are to be published, as the command line names it. */
public final class FilmsDirectory {
  private FilmsDirectory() {}

  /**
   * The directory, absolute.
   *
   * @param option that named it, for the message
   * @throws DemoFailedException where it is missing, none, or may not be read
   */
  public static Path readable(String option, Path named) {
    Path films = named.toAbsolutePath();
    if (!Files.isDirectory(films)) {
      throw new DemoFailedException(option + " " + films + " is "
          + (Files.exists(films) ? "not a directory" : "missing")
          + ": name a directory with films in it");
    }
    try {
      Files.list(films).close();
      return films;
    } catch (IOException e) {
      throw new DemoFailedException(
          option + " " + films
              + " cannot be read: give this user the right to, or name another directory",
          e);
    }
  }

  /** Whether there is a file in it, at any depth. */
  static boolean hasFiles(Path films) {
    try (Stream<Path> all = Files.walk(films)) {
      return all.anyMatch(Files::isRegularFile);
    } catch (IOException | UncheckedIOException e) {
      return true;
    }
  }
}
