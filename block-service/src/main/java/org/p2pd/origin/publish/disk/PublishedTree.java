package org.p2pd.origin.publish.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.transport.settings.SettingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory tree that is published. Never written to.
 *
 * <p>Hidden and temporary files are left out. Symbolic links are followed as long as they stay inside the tree. Used by
 * one thread.
 */
public final class PublishedTree {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedTree.class);

  private static final List<String> TEMPORARY = List.of(".part", "~", ".tmp", ".swp");
  private static final int COMPLAINTS_MAX = 10_000;

  private final Path root;
  private final Set<Path> complained = new HashSet<>();

  private PublishedTree(Path root) {
    this.root = root;
  }

  /**
   * Opens the tree under {@code directory}.
   *
   * @throws SettingException when it is missing, no directory, or may not be read
   */
  public static PublishedTree open(Path directory) {
    String expected = "an existing directory that this process may read";
    if (!Files.isDirectory(directory)) {
      String what = Files.exists(directory) ? "no directory" : "does not exist";
      throw new SettingException("P2PD_PUBLISH_DIRECTORY", directory + " " + what, expected);
    }
    try {
      Files.newDirectoryStream(directory).close();
      return new PublishedTree(directory.toRealPath());
    } catch (IOException e) {
      throw new SettingException("P2PD_PUBLISH_DIRECTORY", directory + " cannot be read", expected);
    }
  }

  /** The real path of the tree. */
  public Path root() {
    return root;
  }

  /** Looks through the whole tree. */
  public Scan scan() {
    Walk walk = new Walk();
    walk.directory(root, "/");
    return new Scan(walk.files, walk.unreadable);
  }

  static boolean isLeftOut(String fileName) {
    return fileName.startsWith(".") || TEMPORARY.stream().anyMatch(fileName::endsWith);
  }

  private void complain(Path file, String why) {
    if (complained.size() < COMPLAINTS_MAX && complained.add(file)) {
      LOG.warn("Not published: {}: {}", file, why);
    }
  }

  /** One look; the stack of real directories keeps links from leading in circles. */
  private final class Walk {
    private final Map<String, FoundFile> files = new HashMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private final Deque<Path> within = new ArrayDeque<>();

    void directory(Path directory, String path) {
      within.push(directory);
      try (Stream<Path> children = Files.list(directory)) {
        children.forEach(child -> child(child, path));
      } catch (IOException | java.io.UncheckedIOException e) {
        unreadable.add(path);
        complain(directory, "cannot be listed (" + e.getMessage() + ")");
      }
      within.pop();
    }

    private void child(Path child, String parentPath) {
      String name = child.getFileName().toString();
      if (isLeftOut(name)) {
        return;
      }
      try {
        entry(child, parentPath + NameEncoding.encode(name));
      } catch (MalformedValueException e) {
        complain(child, String.valueOf(e.getMessage()));
      } catch (IOException e) {
        // Gone between the listing and the look at it.
        LOG.debug("{} cannot be looked at: {}", child, e.toString());
      }
    }

    private void entry(Path entry, String path) throws IOException {
      BasicFileAttributes attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        link(entry, path);
      } else {
        take(entry, path, attributes);
      }
    }

    private void link(Path link, String path) throws IOException {
      Path target = link.toRealPath();
      if (!target.startsWith(root)) {
        complain(link, "a link that leads out of the published directory");
      } else if (within.contains(target)) {
        complain(link, "a link that leads in a circle");
      } else {
        take(target, path, Files.readAttributes(target, BasicFileAttributes.class));
      }
    }

    private void take(Path entry, String path, BasicFileAttributes attributes) {
      if (attributes.isDirectory()) {
        directory(entry, path + "/");
      } else if (attributes.isRegularFile()) {
        files.put(path, new FoundFile(path, entry, FileStamp.of(attributes)));
      }
    }
  }
}
