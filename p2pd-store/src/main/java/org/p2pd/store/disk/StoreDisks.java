package org.p2pd.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one store, in one directory or several, each perhaps on a disk of its own. Knows nothing of limits.
 *
 * <p>A block goes to the disk that is least filled, by shares of what its file system may hold. A disk that refuses a
 * write is left alone for a while, and the block goes to another; one that can't be used at the start is left out until
 * the store is opened again. {@link #trouble} tells of both. Disks are numbered from 0, as long as the store is open.
 */
public final class StoreDisks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreDisks.class);

  /** The longest note, in bytes. */
  public static final int NOTE_BYTES_MAX = 64 << 10;

  /** The most directories. */
  public static final int DISKS_MAX = 64;

  private final List<Disk> disks;
  private final List<String> leftOut;

  private StoreDisks(List<Disk> disks, List<String> leftOut) {
    this.disks = List.copyOf(disks);
    this.leftOut = List.copyOf(leftOut);
  }

  /** Says which directory another process has. */
  @FunctionalInterface
  public interface InUse {
    /** What to throw where the process {@code pid} has {@code directory}. */
    IOException exception(Path directory, String pid);
  }

  /**
   * Opens or creates the directories of a store.
   *
   * @throws ForeignDirectoryException where one of them is somebody else's
   * @throws FileSystemException where none can be used; or what {@code inUse} says
   */
  public static StoreDisks open(List<Path> roots, InUse inUse) throws IOException {
    List<Disk> disks = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    try {
      for (Path root : roots) {
        open(root, inUse, disks, leftOut);
      }
      if (disks.isEmpty()) {
        throw new FileSystemException(
            roots.get(0).toString(), null, "no store can be here: " + String.join("; ", leftOut));
      }
      return new StoreDisks(disks, leftOut);
    } catch (IOException | RuntimeException e) {
      for (Disk disk : disks) {
        disk.directory().close();
      }
      throw e;
    }
  }

  private static void open(Path root, InUse inUse, List<Disk> disks, List<String> leftOut)
      throws IOException {
    StoreDirectory directory;
    try {
      directory = StoreDirectory.open(root);
    } catch (ForeignDirectoryException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("{} can't be used, and is left out until the next start: {}", root, e.toString());
      leftOut.add("opening " + root + " failed: " + e);
      return;
    }
    if (directory == null) {
      throw inUse.exception(root, StoreDirectory.owner(root));
    }
    disks.add(new Disk(directory));
  }

  /** The number of disks that are used. */
  public int count() {
    return disks.size();
  }

  /** The first directory that is used, for what belongs to the store's owner. */
  public Path home() {
    return disks.get(0).directory().root();
  }

  /** What the disks refused last; null while all of them work. */
  public @Nullable String trouble() {
    String all = Stream.concat(leftOut.stream(), disks.stream().map(StoreDisks::troubleOf))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining("; "));
    return all.isEmpty() ? null : all;
  }

  private static String troubleOf(Disk disk) {
    String trouble = disk.trouble();
    return trouble == null ? "" : disk.directory().root() + ": " + trouble;
  }

  /** Bytes of the store's own files that are neither blocks nor manifests. */
  public long overheadBytes() {
    return disks.stream().mapToLong(disk -> disk.directory().overheadBytes()).sum();
  }

  // Blocks

  /** Where the blocks of one disk are; whatever else is found beside them is deleted. */
  public List<Path> folders(int disk) throws IOException {
    return at(disk).tried("reading the directory", at(disk).directory()::folders);
  }

  /** Tells {@code found} what has a block's name in one of the {@link #folders}; whatever else is found there is deleted. */
  public void findBlocks(int disk, Path folder, Consumer<FoundBlock> found) throws IOException {
    at(disk).tried("reading " + folder, () -> {
      at(disk).directory().findBlocks(folder, found);
      return disk;
    });
  }

  /** A block's file on one disk; empty where there is none or the disk can't say. */
  public Optional<FoundBlock> find(int disk, Digest block) {
    try {
      return at(disk).tried("looking for a block", () -> at(disk).directory().find(block));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What is on {@code disk} can't be known: nothing is written there from now on. */
  public void leaveOut(int disk) {
    at(disk).unreadable();
  }

  /** Counts a block that was found on a disk, for spreading. */
  public void countFound(int disk, long bytes) {
    at(disk).count(bytes);
  }

  /** The file of a block, whether it exists or not. */
  public Path fileOf(int disk, Digest block) {
    return at(disk).directory().fileOf(block);
  }

  /**
   * Writes a block whose bytes are known to be right; positions are left as they are.
   *
   * @return the disk
   * @throws LeftoverException where it failed and part of the bytes could not be deleted
   */
  public int write(Digest block, int length, ByteBuffer... bytes) throws IOException {
    IOException failure = null;
    for (int disk : inOrder()) {
      try {
        at(disk).written("writing a block of " + length + " bytes", () -> {
          at(disk).directory().write(block, bytes);
          return disk;
        });
        at(disk).count(length);
        return disk;
      } catch (LeftoverException e) {
        throw e;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure == null ? new IOException("no disk can be written") : failure;
  }

  /** The disks to try, the best first: those that refused a write lately come last. */
  private List<Integer> inOrder() {
    if (disks.size() == 1 && !at(0).isUnreadable()) {
      return List.of(0);
    }
    return IntStream.range(0, disks.size())
        .boxed()
        .filter(disk -> !at(disk).isUnreadable())
        .sorted(Comparator.comparing((Integer disk) -> at(disk).isResting())
            .thenComparing(disk -> at(disk).fill()))
        .toList();
  }

  /** Whether a block's file has {@code length} bytes; reads none of them. */
  public boolean isThere(int disk, Digest block, int length) {
    return at(disk).directory().isThere(block, length);
  }

  /**
   * Reads a block's file and compares length and digest.
   *
   * @return false where the file is absent, has other bytes, or the disk can't say
   */
  public boolean isIntact(int disk, Digest block, int length) {
    try {
      return at(disk).tried("reading a block", () -> at(disk).directory().isIntact(block, length));
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes a block's file where there is one. */
  public void delete(int disk, Digest block, int length) throws IOException {
    at(disk).tried("deleting a block", () -> {
      at(disk).directory().delete(block);
      at(disk).count(-length);
      return disk;
    });
  }

  private Disk at(int disk) {
    return disks.get(disk);
  }

  // Contents

  /** Every manifest that is what its name says; whatever else is found among them is deleted. */
  public List<FoundManifest> findManifests() {
    List<FoundManifest> found = new ArrayList<>();
    for (Disk disk : disks) {
      try {
        found.addAll(disk.tried("reading manifests", disk.directory().contents()::findManifests));
      } catch (IOException e) {
        disk.unreadable();
      }
    }
    return found;
  }

  /** Writes a content's manifest, to the first disk that takes it. */
  public void writeManifest(ContentId id, byte[] bytes) throws IOException {
    IOException failure = null;
    for (int disk : inOrder()) {
      try {
        change(at(disk), "writing a manifest", contents -> contents.writeManifest(id, bytes));
        return;
      } catch (LeftoverException e) {
        throw e;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure == null ? new IOException("no disk can be written") : failure;
  }

  /** How many bytes the note of a content has; 0 where there is none. */
  public long noteBytes(ContentId id) throws IOException {
    Disk home = homeOf(id);
    return home.tried("reading a note", () -> home.directory().contents().noteBytes(id));
  }

  /** The note of a content; empty where there is none or it can't be read. */
  public byte[] readNote(ContentId id) {
    Disk home = homeOf(id);
    try {
      return home.tried("reading a note", () -> home.directory().contents().readNote(id));
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** Writes the note of a content. */
  public void writeNote(ContentId id, byte[] bytes) throws IOException {
    change(homeOf(id), "writing a note", contents -> contents.writeNote(id, bytes));
  }

  /** Marks a content as pinned, or not. */
  public void pin(ContentId id, boolean pinned) throws IOException {
    change(homeOf(id), "pinning", contents -> contents.pin(id, pinned));
  }

  /** Deletes a content's manifest, note and pin; returns how many bytes they had. */
  public long delete(ContentId id) throws IOException {
    long bytes = 0;
    for (Disk disk : disks) {
      bytes +=
          disk.tried("deleting a manifest", () -> disk.directory().contents().delete(id));
    }
    return bytes;
  }

  /** Where a content's manifest is; the first disk where it is nowhere. */
  private Disk homeOf(ContentId id) {
    return disks.stream()
        .filter(disk -> disk.directory().contents().hasManifest(id))
        .findFirst()
        .orElseGet(() -> at(0));
  }

  /** Changes files of a content. */
  private interface Change {
    void make(ContentFiles contents) throws IOException;
  }

  private static void change(Disk disk, String activity, Change change) throws IOException {
    disk.<Boolean>tried(activity, () -> {
      change.make(disk.directory().contents());
      return true;
    });
  }

  /** Lets another process have the directories. */
  @Override
  public void close() throws IOException {
    for (Disk disk : disks) {
      disk.directory().close();
    }
  }
}
