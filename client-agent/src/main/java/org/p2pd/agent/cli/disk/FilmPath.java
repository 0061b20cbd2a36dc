package org.p2pd.agent.cli.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Which file a film becomes. */
public final class FilmPath {
  private FilmPath() {}

  /** Whether {@code output} means a directory: it is one, or ends with a slash. */
  public static boolean isDirectory(String output) throws LocalFileException {
    return output.endsWith("/") || output.endsWith("\\") || Files.isDirectory(path(output));
  }

  /**
   * The file at {@code output}; in a directory, which is made where it is missing, one of the name {@code fileName}.
   *
   * @param fileName a stranger's choice; what could lead to another place is replaced
   */
  public static Path of(String output, String fileName) throws LocalFileException {
    Path path = path(output);
    if (!isDirectory(output)) {
      return path;
    }
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw LocalFileException.of(path, e);
    }
    return path.resolve(harmless(fileName)).normalize();
  }

  private static Path path(String output) throws LocalFileException {
    try {
      return Path.of(output);
    } catch (InvalidPathException e) {
      throw new LocalFileException("-o: " + output + " (expected: a path of this system)");
    }
  }

  private static String harmless(String fileName) {
    String name = fileName.replaceAll("[/\\\\:*?\"<>|\\p{Cntrl}]", "_");
    return name.isBlank() || name.startsWith(".") ? "film" + name : name;
  }
}
