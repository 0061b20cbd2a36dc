package org.p2pd.store.disk;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;

/**
 * The files of one store, locked against other processes:
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
 *
 * <p>Reads and writes by plain streams: channels close when their thread is interrupted, and a viewer who goes away must
 * not look like a failing disk.
 */
public final class StoreDirectory implements AutoCloseable {
  private static final int COPY_BYTES = 256 << 10;
  private static final String MANIFEST_SUFFIX = ".manifest";
  private static final String NOTE_SUFFIX = ".note";
  private static final String PIN_SUFFIX = ".pinned";

  /** The longest note, in bytes. */
  public static final int NOTE_BYTES_MAX = 64 << 10;

  private final Path blocks;
  private final Path contents;
  private final Path temporaries;
  private final DirectoryLock lock;
  private final AtomicLong temporaryNumber = new AtomicLong();

  private StoreDirectory(Path root, DirectoryLock lock) {
    this.blocks = root.resolve("blocks");
    this.contents = root.resolve("contents");
    this.temporaries = root.resolve("tmp");
    this.lock = lock;
  }

  /**
   * Opens or creates a store's directory and deletes what was being written when its last owner died.
   *
   * @return null where another process has it; {@link #owner} tells which
   * @throws IOException where the directory can't be made or used, or holds {@code blocks}, {@code contents} or
   *     {@code tmp} that are not a store's
   */
  public static @Nullable StoreDirectory open(Path root) throws IOException {
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
  public static String owner(Path root) {
    return DirectoryLock.owner(root);
  }

  /** A user who names the wrong directory must not lose a folder of theirs that happens to be called "blocks". */
  private static void refuseForeign(Path root) throws IOException {
    for (String name : List.of("blocks", "contents", "tmp")) {
      if (Files.exists(root.resolve(name)) && !DirectoryLock.existsIn(root)) {
        throw new FileSystemException(
            root.toString(),
            null,
            "has a '" + name
                + "' that is not a p2pd store's (expected: an empty directory or a store; if it is one,"
                + " create an empty file " + DirectoryLock.FILE_NAME + " in it)");
      }
    }
  }

  private void prepare() throws IOException {
    Files.createDirectories(blocks);
    Files.createDirectories(contents);
    Files.createDirectories(temporaries);
    removeOthers(temporaries, path -> false);
  }

  /** Bytes of the store's own files that are neither blocks nor manifests. */
  public long overheadBytes() {
    return lock.bytes();
  }

  /** The file of a block, whether it exists or not. */
  public Path fileOf(Digest block) {
    String hex = block.hex();
    return blocks.resolve(hex.substring(0, 2)).resolve(hex);
  }

  /** Everything that has a block's name, oldest first; whatever else is found among the blocks is deleted. */
  public List<FoundBlock> findBlocks() throws IOException {
    List<FoundBlock> found = new ArrayList<>();
    Files.walkFileTree(blocks, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        FoundBlock block = foundBlock(file, attributes);
        if (block == null) {
          Files.delete(file);
        } else {
          found.add(block);
        }
        return FileVisitResult.CONTINUE;
      }
    });
    found.sort(Comparator.comparingLong(FoundBlock::modifiedMillis));
    return found;
  }

  private @Nullable FoundBlock foundBlock(Path file, BasicFileAttributes attributes) {
    Digest digest = digestOf(String.valueOf(file.getFileName()));
    boolean plausible = digest != null
        && file.equals(fileOf(digest))
        && attributes.isRegularFile()
        && attributes.size() > 0
        && attributes.size() <= BlockLayout.BLOCK_SIZE_MAX;
    return digest == null || !plausible
        ? null
        : new FoundBlock(
            digest, (int) attributes.size(), attributes.lastModifiedTime().toMillis());
  }

  private static @Nullable Digest digestOf(String name) {
    try {
      return Digest.ofHex(name);
    } catch (MalformedValueException e) {
      return null;
    }
  }

  /** Every manifest that is what its name says; whatever else is found among them is deleted. */
  public List<FoundManifest> findManifests() throws IOException {
    List<FoundManifest> found = new ArrayList<>();
    removeOthers(contents, file -> {
      if (belongsToAManifest(file)) {
        return true;
      }
      FoundManifest manifest = readManifest(file);
      return manifest != null && found.add(manifest);
    });
    return found;
  }

  /** Whether {@code file} is the note or the pin of a content whose manifest is there. */
  private boolean belongsToAManifest(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    boolean note = name.endsWith(NOTE_SUFFIX) && Files.size(file) <= NOTE_BYTES_MAX;
    boolean pin = name.endsWith(PIN_SUFFIX) && Files.size(file) == 0;
    String id = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    return (note || pin) && Files.isRegularFile(contents.resolve(id + MANIFEST_SUFFIX));
  }

  /** How many bytes the note of a content has; 0 where there is none. */
  public long noteBytes(ContentId id) throws IOException {
    Path file = contents.resolve(id.hex() + NOTE_SUFFIX);
    return Files.isRegularFile(file) ? Files.size(file) : 0;
  }

  /** The note of a content; empty where there is none. */
  public byte[] readNote(ContentId id) throws IOException {
    return noteBytes(id) == 0
        ? new byte[0]
        : Files.readAllBytes(contents.resolve(id.hex() + NOTE_SUFFIX));
  }

  /** Writes the note of a content. */
  public void writeNote(ContentId id, byte[] bytes) throws IOException {
    moveIntoPlace(contents.resolve(id.hex() + NOTE_SUFFIX), ByteBuffer.wrap(bytes));
  }

  /** Whether the content is marked as pinned. */
  public boolean isPinned(ContentId id) {
    return Files.exists(contents.resolve(id.hex() + PIN_SUFFIX));
  }

  /** Marks a content as pinned, or not. */
  public void pin(ContentId id, boolean pinned) throws IOException {
    Path mark = contents.resolve(id.hex() + PIN_SUFFIX);
    if (!pinned) {
      Files.deleteIfExists(mark);
    } else if (!Files.exists(mark)) {
      Files.createFile(mark);
    }
  }

  private @Nullable FoundManifest readManifest(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > ManifestFile.BYTES_MAX) {
      return null;
    }
    try {
      Manifest manifest = ManifestFile.read(Files.readAllBytes(file));
      boolean named = file.equals(fileOf(manifest.contentId()));
      return named ? new FoundManifest(manifest, bytes) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Writes a block whose bytes are known to be right; positions are left as they are.
   *
   * @throws LeftoverException where it failed and part of the bytes could not be deleted
   */
  public void write(Digest block, ByteBuffer... bytes) throws IOException {
    Path file = fileOf(block);
    Files.createDirectories(file.getParent());
    moveIntoPlace(file, bytes);
  }

  /** Writes a manifest's file. */
  public void write(ContentId id, byte[] bytes) throws IOException {
    moveIntoPlace(fileOf(id), ByteBuffer.wrap(bytes));
  }

  private void moveIntoPlace(Path file, ByteBuffer... bytes) throws IOException {
    Path temporary = temporaries.resolve(Long.toString(temporaryNumber.incrementAndGet()));
    try {
      try (OutputStream out = new FileOutputStream(temporary.toFile())) {
        for (ByteBuffer buffer : bytes) {
          copy(buffer.duplicate(), out);
        }
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw withoutLeftover(temporary, e);
    }
  }

  private static IOException withoutLeftover(Path temporary, IOException cause) {
    try {
      Files.deleteIfExists(temporary);
      return cause;
    } catch (IOException e) {
      cause.addSuppressed(e);
      return new LeftoverException(temporary, cause);
    }
  }

  private static void copy(ByteBuffer buffer, OutputStream out) throws IOException {
    if (buffer.hasArray()) {
      out.write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
      return;
    }
    byte[] chunk = new byte[Math.min(buffer.remaining(), COPY_BYTES)];
    while (buffer.hasRemaining()) {
      int count = Math.min(buffer.remaining(), chunk.length);
      buffer.get(chunk, 0, count);
      out.write(chunk, 0, count);
    }
  }

  /** Whether a block's file has {@code length} bytes; reads none of them. */
  public boolean isThere(Digest block, int length) {
    return fileOf(block).toFile().length() == length;
  }

  /**
   * Reads a block's file and compares length and digest.
   *
   * @return false where the file is absent or has other bytes
   * @throws IOException where the disk can't say
   */
  public boolean isIntact(Digest block, int length) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    long total = 0;
    Path file = fileOf(block);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = new FileInputStream(file.toFile())) {
      byte[] chunk = new byte[Math.min(length, COPY_BYTES)];
      for (int count = in.read(chunk); count >= 0 && total <= length; count = in.read(chunk)) {
        sha256.update(chunk, 0, count);
        total += count;
      }
    }
    return total == length && Digest.ofRaw(sha256.digest()).equals(block);
  }

  /** Deletes a block's file where there is one. */
  public void delete(Digest block) throws IOException {
    Files.deleteIfExists(fileOf(block));
  }

  /** Deletes a content's manifest, note and pin; returns how many bytes they had. */
  public long delete(ContentId id) throws IOException {
    pin(id, false);
    return delete(contents.resolve(id.hex() + NOTE_SUFFIX)) + delete(fileOf(id));
  }

  private static long delete(Path file) throws IOException {
    try {
      long bytes = Files.size(file);
      Files.delete(file);
      return bytes;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private Path fileOf(ContentId id) {
    return contents.resolve(id.hex() + MANIFEST_SUFFIX);
  }

  /** Says of a file whether it stays. */
  private interface Keep {
    boolean test(Path file) throws IOException;
  }

  private static void removeOthers(Path directory, Keep keep) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (Files.isDirectory(file) || !keep.test(file)) {
          removeTree(file);
        }
      }
    }
  }

  private static void removeTree(Path root) throws IOException {
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
          throws IOException {
        Files.delete(directory);
        return FileVisitResult.CONTINUE;
      }
    });
  }

  /** Lets another process have the directory. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
