package org.p2pd.cache.disk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Digest;
import org.p2pd.store.BlockLease;
import org.p2pd.transport.serve.Piece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocks that are asked for most, mapped into memory; which ones, W-TinyLFU decides (Einziger, Friedman, Manes, ACM ToS
 * 2017). They stay the kernel's: it takes their pages back when it needs them, and nothing is held twice.
 *
 * <p>A send from a mapping costs less than {@code sendfile}, which goes page by page, and no file is opened for it
 * (docs/cache.md). Promises nothing about a block: who asks has a lease of it. A block that is about to be deleted must be
 * {@linkplain #release released}, so that its room on disk is free when the store thinks so.
 */
public final class HotBlocks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotBlocks.class);

  /** What a mapping weighs at least, in bytes: the kernel lets a process have 65 530. */
  private static final int WEIGHT_MIN = 64 << 10;

  private final @Nullable Cache<Digest, Mapping> mappings;

  /**
   * Creates the tier, empty.
   *
   * @param bytesMax the most bytes that are mapped; 0 = everything is sent from files
   */
  public HotBlocks(long bytesMax) {
    this.mappings = bytesMax == 0 || !PlatformDependent.canReliabilyFreeDirectBuffers()
        ? null
        : Caffeine.newBuilder()
            .maximumWeight(bytesMax)
            .weigher((Digest block, Mapping mapping) -> Math.max(WEIGHT_MIN, mapping.length()))
            .executor(Runnable::run)
            .removalListener(HotBlocks::removed)
            .build();
  }

  private static void removed(
      @Nullable Digest block, @Nullable Mapping mapping, RemovalCause cause) {
    if (mapping != null) {
      mapping.release();
    }
  }

  /**
   * Part of a block, from memory where that can be. Opens the block's file the first time, but reads nothing.
   *
   * @param lease is the piece's from now on
   * @return null where the file is gone or has another length: the lease is doubted and closed
   */
  public @Nullable Piece piece(Digest block, BlockLease lease, int from, int length) {
    Mapping mapping = held(block, lease);
    if (mapping != null) {
      return new Piece.MemoryPiece(new MappedBytes(mapping, from, length, lease));
    }
    if (lease.file().toFile().length() == lease.length()) {
      return new Piece.FilePiece(lease.file(), from, length, lease::close);
    }
    lease.doubt();
    lease.close();
    return null;
  }

  /** The block's mapping, held once for the caller; null where there is none. */
  private @Nullable Mapping held(Digest block, BlockLease lease) {
    if (mappings == null) {
      return null;
    }
    Mapping known = mappings.getIfPresent(block);
    if (known != null && known.hold()) {
      return known;
    }
    try {
      Mapping mapping = Mapping.of(lease.file());
      if (mapping.length() != lease.length()) {
        mapping.release();
        return null;
      }
      mapping.hold();
      mappings.put(block, mapping);
      return mapping;
    } catch (IOException e) {
      LOG.debug("{} cannot be mapped; it is sent from its file", lease.file(), e);
      return null;
    }
  }

  /** Lets go of a block that nobody has a lease of. */
  public void release(Digest block) {
    if (mappings != null) {
      mappings.invalidate(block);
    }
  }

  /** Lets go of all; what is being sent goes when it has left. */
  @Override
  public void close() {
    if (mappings != null) {
      mappings.invalidateAll();
    }
  }
}
