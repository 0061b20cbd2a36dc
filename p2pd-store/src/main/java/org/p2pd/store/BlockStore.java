package org.p2pd.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockLayout;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.disk.LeftoverException;
import org.p2pd.store.disk.StoreDisks;
import org.p2pd.store.eviction.S3Fifo;
import org.p2pd.store.index.Block;
import org.p2pd.store.index.StoreIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verified blocks on disk: one file per block, named by its digest, never more than the limit in all, right after any
 * crash.
 *
 * <p>Thread-safe and blocking: call it from threads that may wait for a disk. Fetches nothing and serves nothing.
 *
 * <p>Room is reserved before a byte is written and given back after the bytes are gone; what does not fit evicts others
 * ({@link S3Fifo}). A block is hashed when it is put, and read and hashed again once per process before it is first
 * leased if it was found on disk. A disk that is full or fails costs the blocks it can't keep, and {@link
 * StoreStatus#healthy()}; it never costs the caller an exception.
 */
public final class BlockStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlockStore.class);

  private final StoreSettings settings;
  private final StoreDisks disks;
  private final StoreIndex index;
  private final GuardedIndex guard;
  private final Leases leases;
  private final RegisteredContents catalogue;
  private final Pins pins;
  private final Notes notes;
  private final StartupScan scan;
  private int writesActive;

  private BlockStore(StoreSettings settings, StoreDisks disks) {
    this.settings = settings;
    this.disks = disks;
    this.index = new StoreIndex(settings.sizeBytesMax(), new S3Fifo(settings.sizeBytesMax()));
    this.guard = new GuardedIndex(index, disks);
    this.leases = new Leases(index, guard, disks);
    this.catalogue = new RegisteredContents(settings.contentsMax(), index, guard, disks);
    this.pins = new Pins(settings.sizeBytesMax(), catalogue, index, guard, disks);
    this.notes = new Notes(catalogue, index, guard, disks);
    this.scan = new StartupScan(index, guard, disks, this::scanned);
  }

  /**
   * Opens a store, or makes one, once all that is there has been found. What is found beyond the limit is evicted.
   *
   * @throws StoreInUseException where another process has a directory
   * @throws IOException where no directory can be used; the message says why
   */
  public static BlockStore open(StoreSettings settings) throws IOException {
    BlockStore store = openAtOnce(settings);
    store.scan.await();
    return store;
  }

  /**
   * As {@link #open}, but returns before all is found: contents are known, blocks appear as they are found, those of a
   * content that is {@linkplain #register registered} first. Until {@link #awaitScan} nothing new is kept, so that the
   * limit is not exceeded.
   */
  public static BlockStore openAtOnce(StoreSettings settings) throws IOException {
    StoreDisks disks = StoreDisks.open(settings.directories(), StoreInUseException::new);
    try {
      BlockStore store = new BlockStore(settings, disks);
      store.load();
      return store;
    } catch (RuntimeException e) {
      disks.close();
      throw e;
    }
  }

  private void load() {
    index.countFound(disks.overheadBytes());
    index.beginScan();
    catalogue.load();
    scan.begin();
  }

  private void scanned() {
    catalogue.settle();
    shrink();
    guard.publish();
    StoreStatus opened = status();
    LOG.info(
        "Opened {}: {} blocks of {} films, {} of at most {} MB",
        settings.directories(),
        opened.blocks(),
        opened.contents(),
        opened.bytesUsed() >> 20,
        opened.bytesMax() >> 20);
  }

  /** Waits until all that is on disk has been found; false where that takes longer than {@code most}. */
  public boolean awaitScan(Duration most) {
    return scan.await(most);
  }

  /** Whether what is on disk is still being found. */
  public boolean isScanning() {
    return guard.locked(index::isScanning);
  }

  /** The first directory that can be used, where the store's owner may keep files of its own. */
  public Path home() {
    return disks.home();
  }

  /** Brings a store that was larger before within its limit, while others lease and put. */
  private void shrink() {
    while (guard.locked(index::isOverfull)) {
      if (!guard.evictWhileOverfull() && !catalogue.forgetLeastUseful()) {
        return;
      }
    }
  }

  /** Whether the store has a block, as far as the index knows; no I/O, no promise. */
  public boolean contains(Digest block) {
    return guard.locked(() -> {
      Block found = index.find(block);
      return found != null && found.isResident();
    });
  }

  /**
   * Keeps a block in place until the lease is closed. The first time in this process, a block that was found on disk is
   * read and hashed, and again where its file is gone or has another length by now, or somebody {@linkplain
   * BlockLease#doubt doubted} it; a damaged one is deleted and absent.
   */
  public Optional<BlockLease> lease(Digest block) {
    return leases.lease(block);
  }

  /**
   * As {@link #lease}, where that needs no reading: empty also for a block that was found on disk and not yet read. Does
   * not wait, so that threads that must not may call it; only {@link BlockLease#close} may delete a file.
   */
  public Optional<BlockLease> leaseChecked(Digest block) {
    return leases.leaseChecked(block);
  }

  /**
   * Stores a block; buffers keep their positions.
   *
   * @param bytes at least one and at most {@link BlockLayout#BLOCK_SIZE_MAX} in all
   * @throws DigestMismatchException where they are not the block's
   */
  public PutResult put(Digest digest, ByteBuffer... bytes) {
    Digest actual = Digest.of(bytes);
    if (!actual.equals(digest)) {
      throw new DigestMismatchException(digest, actual, lengthOf(bytes));
    }
    return putVerified(digest, bytes);
  }

  /** As {@link #put}, for bytes that the caller has hashed itself since they were last changed: not hashed again. */
  public PutResult putVerified(Digest digest, ByteBuffer... bytes) {
    int length = requireBlock(lengthOf(bytes));
    try {
      return store(digest, length, bytes);
    } finally {
      guard.publish();
    }
  }

  private static long lengthOf(ByteBuffer... bytes) {
    return Arrays.stream(bytes).mapToLong(ByteBuffer::remaining).sum();
  }

  private static int requireBlock(long length) {
    if (length == 0 || length > BlockLayout.BLOCK_SIZE_MAX) {
      throw new IllegalArgumentException(
          "block: " + length + " bytes (expected: 1 to " + BlockLayout.BLOCK_SIZE_MAX + ")");
    }
    return (int) length;
  }

  private PutResult store(Digest digest, int length, ByteBuffer... bytes) {
    while (true) {
      PutResult known = presence(digest);
      if (known != null) {
        return known;
      }
      Block block = guard.<@Nullable Block>locked(() -> beginWrite(digest, length));
      if (block != null) {
        return write(block, bytes);
      }
      if (guard.locked(() -> index.find(digest) == null) && !guard.makeRoom(length)) {
        return PutResult.NO_ROOM;
      }
    }
  }

  /** The answer to a put of a block that is there; null where it is absent and can be written. */
  private @Nullable PutResult presence(Digest digest) {
    while (true) {
      Block block = guard.<@Nullable Block>locked(() -> settled(digest));
      if (block == null) {
        return null;
      }
      PutResult answer = guard.<@Nullable PutResult>locked(() -> answerFor(block));
      if (answer != null) {
        return answer;
      }
      // Found on disk and never read: a lease reads it, and deletes it if it is damaged.
      leases.lease(digest).ifPresent(BlockLease::close);
    }
  }

  private @Nullable PutResult answerFor(Block block) {
    if (block.isTrusted()) {
      return PutResult.PRESENT;
    }
    return block.isResident() && !guard.isClosed() ? null : PutResult.NO_ROOM;
  }

  /** The block once nobody writes or deletes it; a trusted one that was given up while leased is taken back. */
  private @Nullable Block settled(Digest digest) {
    Block block = index.find(digest);
    while (block != null && !block.isResident() && !block.isDoomed()) {
      guard.await();
      block = index.find(digest);
    }
    if (block != null && block.isDoomed() && block.isTrusted()) {
      index.revive(block);
    }
    return block;
  }

  /** Reserves room for a block that nobody else writes; null where there is none or somebody does. */
  private @Nullable Block beginWrite(Digest digest, int length) {
    if (guard.isClosed() || index.find(digest) != null || !index.reserve(length)) {
      return null;
    }
    Block block = index.beginWrite(digest, length);
    writesActive++;
    return block;
  }

  /** However it ends, it ends for those who wait for the block or for all that is under way. */
  private PutResult write(Block block, ByteBuffer... bytes) {
    Runnable outcome = () -> notWritten(block, block.bytes());
    try {
      int disk = disks.write(block.digest(), block.length(), bytes);
      outcome = () -> index.written(block, disk);
      return PutResult.STORED;
    } catch (LeftoverException e) {
      outcome = () -> notWritten(block, 0);
      return PutResult.NO_ROOM;
    } catch (IOException e) {
      return PutResult.NO_ROOM;
    } finally {
      endWrite(outcome);
    }
  }

  private void notWritten(Block block, long bytesFree) {
    index.writeFailed(block);
    index.release(bytesFree);
  }

  private void endWrite(Runnable outcome) {
    guard.update(() -> {
      writesActive--;
      outcome.run();
    });
  }

  /**
   * Makes a content known, now and after a restart, so that {@link #held} and listeners tell of its blocks. Where there
   * is no room for its manifest, it is known until this process ends.
   */
  public void register(Manifest manifest) {
    catalogue.register(manifest);
    guard.publish();
    scan.lookFor(manifest);
  }

  /** The registered contents, oldest registration first. */
  public Collection<ContentId> contents() {
    return guard.locked(index::contents);
  }

  /** The manifest of a registered content. */
  public Optional<Manifest> manifest(ContentId id) {
    return guard.locked(() -> Optional.ofNullable(index.manifest(id)));
  }

  /** Which blocks of a registered content the store has; none of an unknown one. Costs a copy of some bits. */
  public BlockSet held(ContentId id) {
    return guard.locked(() -> index.held(id));
  }

  /** Whether the store has all blocks of a registered content from {@code first} to {@code last}. Copies nothing. */
  public boolean holds(ContentId id, int first, int last) {
    return guard.locked(() -> index.holds(id, first, last));
  }

  /** Makes a content unknown and deletes those of its blocks that no other content has, once their leases end. */
  public void forget(ContentId id) {
    catalogue.forget(id);
    guard.publish();
  }

  public Pins pins() {
    return pins;
  }

  public Notes notes() {
    return notes;
  }

  /** Has {@code listener} told of every later change. */
  public void onChange(StoreListener listener) {
    guard.onChange(listener);
  }

  /** Has {@code listener} told, by whichever thread, before the file of a block is deleted; nobody has a lease of it. */
  public void beforeDelete(Consumer<Digest> listener) {
    guard.beforeDelete(listener);
  }

  /** How the store is now. */
  public StoreStatus status() {
    return guard.locked(() -> new StoreStatus(
        index.bytesUsed(),
        settings.sizeBytesMax(),
        index.residents(),
        index.contentCount(),
        guard.evictions(),
        leases.damaged(),
        disks.trouble(),
        index.isScanning()));
  }

  /** Waits for writes under way and lets another process have the directory; leased files stay readable. */
  @Override
  public void close() throws IOException {
    guard.close();
    guard.update(() -> {
      while (writesActive > 0) {
        guard.await();
      }
    });
    scan.stop();
    disks.close();
  }
}
