package org.p2pd.origin.publish.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.transport.settings.SettingException;
import org.p2pd.transport.wire.WireFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what was read, so that unchanged files are not read again after a restart.
 *
 * <p>A journal of lines {@code <16 hex of SHA-256> <JSON>}, one per file published or forgotten; the last line of a path
 * counts. A line that does not match its digest, or whose manifest does not certify itself, is as if it were not there:
 * that file is read again. Written anew when most lines are outdated. Not flushed to the disk line by line: a power cut
 * costs readings, never correctness. Used by one thread.
 */
public final class StateFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

  private static final int CHECK_CHARS = 16;
  private static final int OUTDATED_LINES_MIN = 1_000;

  private final Path file;
  private final FileChannel lockChannel;
  private final Map<String, KnownFile> known = new HashMap<>();
  private final Map<FileStamp, KnownFile> byStamp = new HashMap<>();
  private String rootInode = "";
  private Writer journal;
  private int lines;
  private boolean writable = true;

  private StateFile(Path file, FileChannel lockChannel) throws IOException {
    this.file = file;
    this.lockChannel = lockChannel;
    load();
    this.journal = rewritten();
  }

  /**
   * Opens the memory of the tree under {@code root}; each tree has a file of its own in {@code directory}.
   *
   * @throws SettingException when {@code directory} cannot be used
   */
  public static StateFile open(Path directory, Path root) {
    if (directory.startsWith(root)) {
      throw unusable(directory, "is inside the published directory");
    }
    String name = Digest.of(root.toString().getBytes(UTF_8)).hex().substring(0, CHECK_CHARS);
    try {
      Files.createDirectories(directory);
      FileChannel lock = FileChannel.open(directory.resolve(name + ".lock"), CREATE, WRITE);
      requireLock(lock, directory);
      return new StateFile(directory.resolve(name + ".state"), lock);
    } catch (IOException e) {
      throw unusable(directory, "cannot be written (" + e.getMessage() + ")");
    }
  }

  private static void requireLock(FileChannel channel, Path directory) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return;
      }
    } catch (java.nio.channels.OverlappingFileLockException e) {
      // Held by another origin in this very process: the same case.
    }
    channel.close();
    throw unusable(directory, "is in use by another origin of the same tree");
  }

  private static SettingException unusable(Path directory, String why) {
    return new SettingException(
        "P2PD_PUBLISH_STATE_DIRECTORY",
        directory + " " + why,
        "a directory of this origin's own, outside of what it publishes");
  }

  /** What is remembered of {@code path}. */
  public Optional<KnownFile> known(String path) {
    return Optional.ofNullable(known.get(path));
  }

  /** The paths of all that is remembered. */
  public Set<String> paths() {
    return Collections.unmodifiableSet(known.keySet());
  }

  /** What was read of the file in that state, under whatever name it had then. */
  public Optional<Manifest> sameFile(FileStamp stamp) {
    return Optional.ofNullable(byStamp.get(stamp))
        .filter(known -> known.stamp().isSameFileAs(stamp))
        .map(KnownFile::manifest);
  }

  /** The inode of the tree's root when it last had files; empty where that is not known. */
  public String rootInode() {
    return rootInode;
  }

  /** Remembers that the tree's root, with files in it, is that inode. */
  public void rememberRoot(String inode) {
    if (!inode.equals(rootInode)) {
      rootInode = inode;
      append(Line.root(inode));
    }
  }

  /** Remembers {@code file}. */
  public void remember(KnownFile file) {
    put(file);
    append(Line.of(file));
  }

  /** Forgets {@code path}. */
  public void forget(String path) {
    if (remove(path)) {
      append(Line.forgotten(path));
    }
  }

  private void put(KnownFile file) {
    remove(file.path());
    known.put(file.path(), file);
    byStamp.put(file.stamp(), file);
  }

  private boolean remove(String path) {
    KnownFile before = known.remove(path);
    if (before != null) {
      // Another path may be of the same file by now.
      byStamp.remove(before.stamp(), before);
    }
    return before != null;
  }

  private void append(Line line) {
    try {
      if (lines > 2 * known.size() + OUTDATED_LINES_MIN) {
        journal.close();
        journal = rewritten();
      } else {
        write(journal, line);
        journal.flush();
        lines++;
      }
      writable = true;
    } catch (IOException e) {
      complain(e);
    }
  }

  private void complain(IOException error) {
    if (writable) {
      LOG.warn("{} cannot be written; files will be read again after a restart", file, error);
      writable = false;
    }
  }

  private void load() {
    if (!Files.exists(file)) {
      return;
    }
    try (BufferedReader reader =
        new BufferedReader(new java.io.InputStreamReader(Files.newInputStream(file), UTF_8))) {
      int damaged = 0;
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        damaged += apply(text) ? 0 : 1;
      }
      if (damaged > 0) {
        LOG.warn("{} lines of {} are damaged; their files are read again", damaged, file);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read; all files are read again", file, e);
    }
  }

  private boolean apply(String text) {
    Line line = Line.parse(text);
    if (line == null) {
      return false;
    }
    KnownFile entry = line.toKnownFile();
    if (line.isRoot()) {
      rootInode = String.valueOf(line.inode());
    } else if (entry == null) {
      remove(line.path());
    } else {
      put(entry);
    }
    return true;
  }

  /** Writes the whole memory beside the file, then puts it in its place; returns the journal that goes on there. */
  private Writer rewritten() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (Writer writer = Files.newBufferedWriter(next, UTF_8)) {
      write(writer, Line.root(rootInode));
      for (KnownFile each : known.values()) {
        write(writer, Line.of(each));
      }
    }
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    lines = known.size() + 1;
    return Files.newBufferedWriter(file, UTF_8, WRITE, APPEND);
  }

  private static void write(Writer writer, Line line) throws IOException {
    String json = WireFormat.json().writeValueAsString(line);
    writer.append(check(json)).append(' ').append(json).append('\n');
  }

  private static String check(String json) {
    return Digest.of(json.getBytes(UTF_8)).hex().substring(0, CHECK_CHARS);
  }

  @Override
  public void close() throws IOException {
    journal.close();
    lockChannel.close();
  }

  /** One line; without a manifest: forgotten. */
  private record Line(
      String path,
      long size,
      @Nullable String modified,
      @Nullable String inode,
      @Nullable String born,
      @Nullable Manifest manifest,
      long version,
      boolean withdrawn) {
    private static final String ROOT = "/";

    static Line of(KnownFile known) {
      FileStamp stamp = known.stamp();
      return new Line(
          known.path(),
          stamp.size(),
          stamp.modified().toString(),
          stamp.inode(),
          stamp.born() == null ? null : stamp.born().toString(),
          known.manifest(),
          known.version(),
          known.withdrawn());
    }

    static Line root(String inode) {
      return new Line(ROOT, 0, null, inode, null, null, 0, false);
    }

    boolean isRoot() {
      return path.equals(ROOT);
    }

    static Line forgotten(String path) {
      return new Line(path, 0, null, null, null, null, 0, false);
    }

    static @Nullable Line parse(String text) {
      String json = text.length() > CHECK_CHARS ? text.substring(CHECK_CHARS + 1) : "";
      if (!text.startsWith(check(json) + " ")) {
        return null;
      }
      try {
        return WireFormat.json().readValue(json, Line.class);
      } catch (RuntimeException e) {
        return null;
      }
    }

    @Nullable
    KnownFile toKnownFile() {
      return manifest == null || modified == null || inode == null
          ? null
          : new KnownFile(
              path,
              new FileStamp(
                  size, Instant.parse(modified), inode, born == null ? null : Instant.parse(born)),
              manifest,
              version,
              withdrawn);
    }
  }
}
