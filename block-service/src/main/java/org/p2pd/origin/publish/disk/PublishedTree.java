package org.p2pd.origin.publish.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.transport.settings.SettingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory tree that is published. Never written to.
 *
 * <p>Hidden and temporary files are left out. Symbolic links are followed as long as they stay inside the tree. A
 * directory that was a mounted disk and turns empty together with its identity is taken for unmounted: what is in it is
 * unknown, not gone. Used by one thread.
 */
public final class PublishedTree {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedTree.class);

  private static final List<String> TEMPORARY =
      List.of(".part", ".partial", ".filepart", ".crdownload", ".aria2", ".tmp", ".swp", "~");

  /** What systems put into directories by themselves; some of it may not be listed by anybody else. */
  private static final Set<String> OF_SYSTEMS = Set.of(
      "lost+found",
      "$RECYCLE.BIN",
      "System Volume Information",
      "@eaDir",
      "Thumbs.db",
      "desktop.ini");

  private static final int COMPLAINTS_MAX = 10_000;

  private static final char UNDECODABLE = '\uFFFD';

  private final Path root;
  private final TreeWatch watch;
  private final Set<Path> complained = new HashSet<>();
  /** Directories that a file system is mounted on, as they were when last seen. */
  private final Map<Path, DirectoryKey> mounts = new HashMap<>();

  private PublishedTree(Path root, TreeWatch watch) {
    this.root = root;
    this.watch = watch;
  }

  /**
   * Opens the tree under {@code directory}.
   *
   * @param watch is told which directories there are
   * @throws SettingException when it is missing, no directory, or may not be read
   */
  public static PublishedTree open(Path directory, TreeWatch watch) {
    String expected = "an existing directory that this process may read";
    if (!Files.isDirectory(directory)) {
      String what = Files.exists(directory) ? "no directory" : "does not exist";
      throw new SettingException("P2PD_PUBLISH_DIRECTORY", directory + " " + what, expected);
    }
    try {
      Files.newDirectoryStream(directory).close();
      return new PublishedTree(directory.toRealPath(), watch);
    } catch (IOException e) {
      throw new SettingException("P2PD_PUBLISH_DIRECTORY", directory + " cannot be read", expected);
    }
  }

  /** The real path of the tree. */
  public Path root() {
    return root;
  }

  /** The number of the root directory in its file system, the same after every mount; empty where there is none. */
  public String rootInode() {
    try {
      DirectoryKey key = DirectoryKey.of(Files.readAttributes(root, BasicFileAttributes.class));
      return key == null ? "" : key.inode();
    } catch (IOException e) {
      return "";
    }
  }

  /** Looks through the whole tree. */
  public TreeSnapshot scan() {
    Walk walk = new Walk();
    walk.directory(root, "/", null);
    watch.retain(walk.directories);
    return new TreeSnapshot(walk.files, walk.unreadable);
  }

  /** Looks at one entry of a directory of the tree, reached by names that a scan would follow, too. */
  public EntryCheck look(Path entry) {
    if (!isWithin(entry) || isBelowLeftOut(entry)) {
      return EntryCheck.NOTHING;
    }
    try {
      String path = pathOf(entry);
      BasicFileAttributes attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() ? regular(entry, path, attributes) : EntryCheck.OTHER;
    } catch (NoSuchFileException e) {
      return EntryCheck.gone(pathOf(entry));
    } catch (MalformedValueException | IOException e) {
      return EntryCheck.OTHER;
    }
  }

  /** A directory above it may be a link that leads out of the tree. */
  private EntryCheck regular(Path entry, String path, BasicFileAttributes attributes)
      throws IOException {
    Path file = entry.toRealPath();
    return isWithin(file)
        ? EntryCheck.file(new FoundFile(path, file, FileStamp.of(attributes)))
        : EntryCheck.NOTHING;
  }

  private boolean isWithin(Path entry) {
    return entry.startsWith(root) && !entry.equals(root);
  }

  private boolean isBelowLeftOut(Path entry) {
    for (Path name : root.relativize(entry)) {
      if (isLeftOut(name.toString())) {
        return true;
      }
    }
    return false;
  }

  /** The file of that path and how it is now; empty where there is none that may be published. */
  public Optional<FoundFile> find(String path) {
    String names = path.substring(1).replace("+", "%2B");
    Path entry = root.resolve(URLDecoder.decode(names, UTF_8)).normalize();
    return Optional.ofNullable(look(entry).file());
  }

  /**
   * The file that {@code reference}, a relative URL, names in the directory of {@code found}; empty where it is none, as what
   * has a colon in its first name.
   */
  public Optional<FoundFile> sibling(FoundFile found, String reference) {
    try {
      String directory = found.path().substring(0, found.path().lastIndexOf('/') + 1);
      String path = URI.create(directory).resolve(reference.strip()).getRawPath();
      return path == null || !path.startsWith("/") ? Optional.empty() : find(path);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** How a file that was found is now; empty where it is gone. */
  public Optional<FoundFile> again(FoundFile found) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(found.file(), BasicFileAttributes.class);
      return Optional.of(new FoundFile(found.path(), found.file(), FileStamp.of(attributes)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String pathOf(Path entry) {
    StringBuilder path = new StringBuilder();
    root.relativize(entry).forEach(name -> path.append('/').append(encoded(name.toString())));
    return path.toString();
  }

  private static String nameOf(Path entry) {
    return String.valueOf(entry.getFileName());
  }

  /** What the system could not decode would be published under a name that is not the file's. */
  private static String encoded(String fileName) {
    if (fileName.indexOf(UNDECODABLE) >= 0) {
      throw new MalformedValueException(
          "file name", fileName, "UTF-8; rename it, or run with a UTF-8 locale such as C.UTF-8");
    }
    return NameEncoding.encode(fileName);
  }

  static boolean isLeftOut(String fileName) {
    return fileName.startsWith(".")
        || fileName.startsWith("#") && fileName.endsWith("#")
        || TEMPORARY.stream().anyMatch(fileName::endsWith)
        || OF_SYSTEMS.contains(fileName);
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
    private final Set<Path> directories = new HashSet<>();
    private final Deque<Path> within = new ArrayDeque<>();

    /** Watched before it is listed, so that nothing is missed between the two. */
    void directory(Path directory, String path, @Nullable DirectoryKey parent) {
      within.push(directory);
      try {
        DirectoryKey key =
            DirectoryKey.of(Files.readAttributes(directory, BasicFileAttributes.class));
        directories.add(directory);
        watch.watch(directory, key);
        if (children(directory, path, key) == 0 && wasMountedOn(directory, key)) {
          unreadable.add(path);
          complain(directory, "is empty and not the directory it was: is its disk not mounted?");
        } else {
          noteMount(directory, key, parent);
        }
      } catch (IOException | UncheckedIOException e) {
        unreadable.add(path);
        complain(directory, "cannot be listed (" + e.getMessage() + ")");
      }
      within.pop();
    }

    private int children(Path directory, String path, @Nullable DirectoryKey key)
        throws IOException {
      int count = 0;
      try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
        for (Path child : children) {
          child(child, path, key);
          count++;
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      return count;
    }

    private void child(Path child, String parentPath, @Nullable DirectoryKey parent) {
      String name = nameOf(child);
      if (isLeftOut(name)) {
        return;
      }
      try {
        entry(child, parentPath + encoded(name), parent);
      } catch (MalformedValueException e) {
        complain(child, String.valueOf(e.getMessage()));
      } catch (IOException e) {
        // Gone between the listing and the look at it.
        LOG.debug("{} cannot be looked at: {}", child, e.toString());
      }
    }

    private void entry(Path entry, String path, @Nullable DirectoryKey parent) throws IOException {
      BasicFileAttributes attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        link(entry, path);
      } else {
        take(entry, path, attributes, parent);
      }
    }

    private void link(Path link, String path) throws IOException {
      Path target = link.toRealPath();
      if (!target.startsWith(root)) {
        complain(link, "a link that leads out of the published directory");
      } else if (within.contains(target)) {
        complain(link, "a link that leads in a circle");
      } else {
        take(target, path, Files.readAttributes(target, BasicFileAttributes.class), null);
      }
    }

    private void take(
        Path entry, String path, BasicFileAttributes attributes, @Nullable DirectoryKey parent) {
      if (attributes.isDirectory()) {
        directory(entry, path + "/", parent);
      } else if (attributes.isRegularFile()) {
        files.put(path, new FoundFile(path, entry, FileStamp.of(attributes)));
      }
    }

    private boolean wasMountedOn(Path directory, @Nullable DirectoryKey key) {
      DirectoryKey before = mounts.get(directory);
      return before != null && !before.equals(key);
    }

    private void noteMount(
        Path directory, @Nullable DirectoryKey key, @Nullable DirectoryKey parent) {
      if (parent == null && !directory.equals(root)) {
        // Reached by a link: what is its parent is not known here.
        return;
      }
      boolean mount = parent == null || (key != null && !key.device().equals(parent.device()));
      if (key != null && mount) {
        mounts.put(directory, key);
      } else {
        mounts.remove(directory);
      }
    }
  }
}
