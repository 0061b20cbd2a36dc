package org.p2pd.transport.stored;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.BlockLease;
import org.p2pd.store.BlockStore;
import org.p2pd.store.PutResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The store as the engine uses it: what touches the disk runs on {@code disk}, a bounded scheduler, never on the caller.
 */
public final class BlockKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(BlockKeeper.class);

  private final BlockStore store;
  private final Scheduler disk;

  /** Creates it for {@code store}; {@code disk} is where whatever may wait for the disk runs. */
  public BlockKeeper(BlockStore store, Scheduler disk) {
    this.store = store;
    this.disk = disk;
  }

  /** Makes the content known to the store, so that its blocks count as held. */
  public Mono<Void> register(Manifest manifest) {
    return Mono.<Void>fromRunnable(() -> store.register(manifest)).subscribeOn(disk);
  }

  /** What the store may hold at most, in bytes. */
  public long bytesMax() {
    return store.status().bytesMax();
  }

  /** The blocks of a content that are stored; none where it is not registered. */
  public BlockSet held(Manifest manifest) {
    return store.held(manifest.contentId());
  }

  /** Whether a block is stored, be it as part of another content. */
  public boolean holds(Manifest manifest, int block) {
    return store.contains(manifest.blockDigest(block));
  }

  /**
   * Stores a block that was verified as it arrived, and tells whether it is on disk: false where that is full or failing.
   * Never throws, keeps no reference; tells, whatever happens.
   */
  public void put(Manifest manifest, int block, ByteBuf bytes, Consumer<Boolean> told) {
    disk.schedule(() -> {
      boolean onDisk = false;
      try {
        onDisk = isPut(manifest, block, bytes);
      } finally {
        told.accept(onDisk);
      }
    });
  }

  private boolean isPut(Manifest manifest, int block, ByteBuf bytes) {
    try {
      return store.putVerified(manifest.blockDigest(block), bytes.nioBuffers())
          != PutResult.NO_ROOM;
    } catch (RuntimeException e) {
      LOG.error("Block {} of {} could not be stored", block, manifest.contentId(), e);
      return false;
    }
  }

  /** A lease of a stored block, entered into {@code scope}; empty where it is no longer there or was damaged. */
  public Mono<VerifiedBlock> lease(Manifest manifest, int block, LeaseScope scope) {
    return lease(manifest.blockDigest(block), scope)
        .map(lease -> new VerifiedBlock.Stored(block, lease));
  }

  /** As {@link #lease(Manifest, int, LeaseScope)}, of a block of whatever content. */
  public Mono<BlockLease> lease(Digest block, LeaseScope scope) {
    return Mono.<BlockLease>create(sink -> {
          Optional<BlockLease> lease = store.lease(block);
          // Before it is handed on: whoever asked may be gone by now.
          lease.ifPresent(scope::enter);
          lease.ifPresentOrElse(sink::success, sink::success);
        })
        .subscribeOn(disk);
  }
}
