package org.p2pd.standalone.demo.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demo's directories: a temporary one that is removed at the end, the films, and the stores of cache and agents,
 * which are kept where the user named a place for them.
 */
public final class Workspace implements AutoCloseable {
  /** The file name of the sample clip. */
  public static final String SAMPLE = "sample-clip.mp4";

  private static final int REMOVALS_MAX = 5;

  private final Path temporary;
  private final Path films;
  private final Path stores;

  private Workspace(Path temporary, Path films, Path stores) {
    this.temporary = temporary;
    this.films = films;
    this.stores = stores;
  }

  /**
   * Makes the directories.
   *
   * @param media the films to publish, read only; null = the sample clip
   * @param kept where the stores stay after the end; null = nowhere
   * @throws DemoFailedException when a directory is missing, or cannot be used as it must
   */
  public static Workspace make(@Nullable Path media, @Nullable Path kept) {
    Path films = media == null ? null : FilmsDirectory.readable("--media", media);
    Path stores = kept == null ? null : writable(kept.toAbsolutePath());
    try {
      Path temporary = Files.createTempDirectory("p2pd-demo-");
      return new Workspace(
          temporary,
          films == null ? sampleIn(Files.createDirectory(temporary.resolve("films"))) : films,
          stores == null ? Files.createDirectory(temporary.resolve("stores")) : stores);
    } catch (IOException e) {
      throw new DemoFailedException(
          "no temporary directory (" + e + "): make room in " + System.getProperty("java.io.tmpdir")
              + ", or name another place with TMPDIR",
          e);
    }
  }

  /** What is published. */
  public Path films() {
    return films;
  }

  /** Whether there is a file to publish by now. */
  public boolean hasFiles() {
    return FilmsDirectory.hasFiles(films);
  }

  /** Where cache and agents keep their blocks, one directory each. */
  public Path stores() {
    return stores;
  }

  /** A new directory that is removed at the end. */
  public Path temporary(String name) {
    try {
      return Files.createDirectory(temporary.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directory that is removed at the end. */
  public Path temporary() {
    return temporary;
  }

  /** Removes what is temporary. */
  @Override
  public void close() {
    // A service that is still ending may write once more: then again.
    for (int i = 0; i < REMOVALS_MAX && Files.exists(temporary); i++) {
      removeOnce();
    }
  }

  private void removeOnce() {
    try (Stream<Path> walk = Files.walk(temporary)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // Tried again, and in the end left to the system's cleaning of its temporary directory.
    }
  }

  private static Path writable(Path kept) {
    try {
      Files.createDirectories(kept);
    } catch (IOException e) {
      throw new DemoFailedException(
          "--dir " + kept + " cannot be made: name a directory that this user may write to", e);
    }
    if (!Files.isWritable(kept)) {
      throw new DemoFailedException(
          "--dir " + kept + " cannot be written: name a directory that this user may write to");
    }
    return kept;
  }

  private static Path sampleIn(Path films) throws IOException {
    try (InputStream clip = Workspace.class.getResourceAsStream(SAMPLE)) {
      if (clip == null) {
        throw new IllegalStateException(SAMPLE + " is missing from this build");
      }
      Files.copy(clip, films.resolve(SAMPLE));
    }
    return films;
  }
}
