package org.p2pd.store.disk;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.Digest;

/**
 * One directory of a store, locked against other processes:
 *
 * <pre>
 * store.lock                     the owner's process id; held while the store is open
 * blocks/ab/ab34…                a block, named by its digest in hex
 * contents/&lt;contentId&gt;.manifest  what {@link ManifestFile} writes
 * contents/&lt;contentId&gt;.note      what the owner of the store wants to know of it after a restart
 * contents/&lt;contentId&gt;.pinned    empty: the content is pinned
 * tmp/                           files being written; emptied at the start
 * </pre>
 *
 * <p>A file appears under its name by an atomic move, whole or not at all. It is not forced to disk first: after a power
 * cut it may hold anything, which is why nothing found at the start is trusted. Knows nothing of limits.
 */
final class StoreDirectory implements AutoCloseable {
  /** A larger read would take a buffer from the system each time (JDK 17, {@code FileInputStream}). */
  private static final int READ_BYTES = 8 << 10;

  private static final Pattern FOLDER = Pattern.compile("[0-9a-f]{2}");

  private final Path root;
  private final Path blocks;
  private final Path temporaries;
  private final AtomicFiles files;
  private final ContentFiles contents;
  private final DirectoryLock lock;

  private StoreDirectory(Path root, DirectoryLock lock) {
    this.root = root;
    this.blocks = root.resolve("blocks");
    this.temporaries = root.resolve("tmp");
    this.files = new AtomicFiles(temporaries);
    this.contents = new ContentFiles(root.resolve("contents"), files);
    this.lock = lock;
  }

  /**
   * Opens or creates a store's directory and deletes what was being written when its last owner died.
   *
   * @return null where another process has it; {@link #owner} tells which
   * @throws ForeignDirectoryException where it holds {@code blocks}, {@code contents} or {@code tmp} that are not a store's
   * @throws IOException where the directory can't be made or used
   */
  static @Nullable StoreDirectory open(Path root) throws IOException {
    Files.createDirectories(root);
    refuseForeign(root);
    DirectoryLock lock = DirectoryLock.acquire(root);
    if (lock == null) {
      return null;
    }
    StoreDirectory directory = new StoreDirectory(root, lock);
    try {
      directory.prepare();
      return directory;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The process id of whoever has the directory, where it can be read. */
  static String owner(Path root) {
    return DirectoryLock.owner(root);
  }

  /** A user who names the wrong directory must not lose a folder of theirs that happens to be called "blocks". */
  private static void refuseForeign(Path root) throws IOException {
    for (String name : List.of("blocks", "contents", "tmp")) {
      if (Files.exists(root.resolve(name)) && !DirectoryLock.existsIn(root)) {
        throw new ForeignDirectoryException(
            root,
            "has a '" + name
                + "' that is not a p2pd store's (expected: an empty directory or a store; if it is one,"
                + " create an empty file " + DirectoryLock.FILE_NAME + " in it)");
      }
    }
  }

  private void prepare() throws IOException {
    Files.createDirectories(blocks);
    Files.createDirectories(root.resolve("contents"));
    Files.createDirectories(temporaries);
    Sweep.removeOthers(temporaries, path -> false);
  }

  Path root() {
    return root;
  }

  /** Bytes of the store's own files that are neither blocks nor manifests. */
  long overheadBytes() {
    return lock.bytes();
  }

  ContentFiles contents() {
    return contents;
  }

  /** The file of a block, whether it exists or not. */
  Path fileOf(Digest block) {
    String hex = block.hex();
    return blocks.resolve(hex.substring(0, 2)).resolve(hex);
  }

  /** The folders of blocks; whatever else is found beside them is deleted. */
  List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>();
    try (FolderEntries entries = FolderEntries.of(blocks)) {
      entries.forEach((entry, open) -> {
        if (FOLDER.matcher(String.valueOf(entry.getFileName())).matches()
            && Files.isDirectory(entry)) {
          folders.add(entry);
        } else {
          Sweep.removeTree(entry);
        }
      });
    }
    return folders;
  }

  /** Tells {@code found} what has a block's name in one of the {@link #folders}; whatever else is found there is deleted. */
  void findBlocks(Path folder, Consumer<FoundBlock> found) throws IOException {
    String prefix = String.valueOf(folder.getFileName());
    try (FolderEntries entries = FolderEntries.of(folder)) {
      entries.forEach((file, open) -> {
        Path name = Objects.requireNonNull(file.getFileName());
        Digest digest = digestOf(name.toString(), prefix);
        FoundBlock block = digest == null ? null : foundBlock(digest, viewOf(file, name, open));
        if (block == null) {
          Sweep.removeTree(file);
        } else {
          found.accept(block);
        }
      });
    }
  }

  /** Of an open folder where the system can: its million files then need not be looked up from the root. */
  private static BasicFileAttributeView viewOf(Path file, Path name, DirectoryStream<Path> folder) {
    return folder instanceof SecureDirectoryStream<Path> open
        ? open.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        : viewOf(file);
  }

  private static BasicFileAttributeView viewOf(Path file) {
    return Files.getFileAttributeView(
        file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** A block's file, where there is one. */
  Optional<FoundBlock> find(Digest block) throws IOException {
    return Optional.ofNullable(foundBlock(block, viewOf(fileOf(block))));
  }

  private static @Nullable FoundBlock foundBlock(Digest digest, BasicFileAttributeView file)
      throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = file.readAttributes();
    } catch (NoSuchFileException e) {
      return null;
    }
    long length = attributes.size();
    return attributes.isRegularFile() && length > 0 && length <= BlockLayout.BLOCK_SIZE_MAX
        ? new FoundBlock(digest, (int) length, attributes.lastModifiedTime().toMillis())
        : null;
  }

  private static @Nullable Digest digestOf(String name, String prefix) {
    try {
      return name.startsWith(prefix) ? Digest.ofHex(name) : null;
    } catch (MalformedValueException e) {
      return null;
    }
  }

  /** Writes a block whose bytes are known to be right; see {@link AtomicFiles#write}. */
  void write(Digest block, ByteBuffer... bytes) throws IOException {
    files.write(fileOf(block), bytes);
  }

  /** Whether a block's file has {@code length} bytes; reads none of them. */
  boolean isThere(Digest block, int length) {
    return fileOf(block).toFile().length() == length;
  }

  /**
   * Reads a block's file and compares length and digest.
   *
   * @return false where the file is absent or has other bytes
   * @throws IOException where the disk can't say
   */
  boolean isIntact(Digest block, int length) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    long total = 0;
    Path file = fileOf(block);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = new FileInputStream(file.toFile())) {
      byte[] chunk = new byte[Math.min(length, READ_BYTES)];
      for (int count = in.read(chunk); count >= 0 && total <= length; count = in.read(chunk)) {
        sha256.update(chunk, 0, count);
        total += count;
      }
    }
    return total == length && Digest.ofRaw(sha256.digest()).equals(block);
  }

  /** Deletes a block's file where there is one. */
  void delete(Digest block) throws IOException {
    Files.deleteIfExists(fileOf(block));
  }

  /** Lets another process have the directory. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
