package org.p2pd.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Digest;
import org.p2pd.store.disk.StoreDisks;
import org.p2pd.store.index.Block;
import org.p2pd.store.index.StoreIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out leases of blocks; reads and hashes a block that this process does not trust before it does. */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final StoreIndex index;
  private final GuardedIndex guard;
  private final StoreDisks disks;
  private long damaged;

  Leases(StoreIndex index, GuardedIndex guard, StoreDisks disks) {
    this.index = index;
    this.guard = guard;
    this.disks = disks;
  }

  /** See {@link BlockStore#lease}. */
  Optional<BlockLease> lease(Digest digest) {
    Acquired acquired = guard.<@Nullable Acquired>locked(() -> acquire(digest));
    if (acquired == null || (acquired.unchecked && !check(acquired.block))) {
      return Optional.empty();
    }
    BlockLease lease = leaseOf(acquired.block);
    if (acquired.unchecked || disks.isThere(acquired.block.disk(), digest, lease.length())) {
      return Optional.of(lease);
    }
    lease.doubt();
    lease.close();
    return lease(digest);
  }

  /** See {@link BlockStore#leaseChecked}. */
  Optional<BlockLease> leaseChecked(Digest digest) {
    return Optional.ofNullable(guard.<@Nullable Block>locked(() -> leaseTrusted(digest)))
        .map(this::leaseOf);
  }

  private @Nullable Block leaseTrusted(Digest digest) {
    Block block = index.find(digest);
    if (guard.isClosed() || block == null || !block.isResident() || !block.isTrusted()) {
      return null;
    }
    index.lease(block);
    return block;
  }

  private BlockLease leaseOf(Block block) {
    return new BlockLease(
        () -> disks.fileOf(block.disk(), block.digest()),
        block.length(),
        () -> guard.update(() -> index.distrust(block)),
        () -> endLease(block));
  }

  /** A leased block; an unchecked one is this caller's to check, while others wait. */
  private record Acquired(Block block, boolean unchecked) {}

  private @Nullable Acquired acquire(Digest digest) {
    Block block = index.find(digest);
    while (block != null && block.isUnderCheck()) {
      guard.await();
      block = index.find(digest);
    }
    if (guard.isClosed() || block == null || !block.isResident()) {
      return null;
    }
    index.lease(block);
    if (!block.isTrusted()) {
      index.beginCheck(block);
    }
    return new Acquired(block, block.isUnderCheck());
  }

  /** Reads a leased block; where it is damaged it is dropped, its lease ended, and the answer is false. */
  private boolean check(Block block) {
    boolean intact;
    try {
      intact = isIntact(block);
    } catch (RuntimeException | Error e) {
      guard.update(() -> index.endCheck(block, false));
      endLease(block);
      throw e;
    }
    checked(block, intact);
    return intact;
  }

  private void checked(Block block, boolean intact) {
    guard.update(() -> {
      index.endCheck(block, intact);
      if (!intact && block.isResident()) {
        index.drop(block);
        damaged++;
      }
    });
    if (!intact) {
      endLease(block);
    }
    guard.publish();
  }

  private boolean isIntact(Block block) {
    boolean intact = disks.isIntact(block.disk(), block.digest(), block.length());
    if (!intact) {
      LOG.warn(
          "{} is damaged or can't be read; it is deleted",
          disks.fileOf(block.disk(), block.digest()));
    }
    return intact;
  }

  private void endLease(Block block) {
    if (guard.locked(() -> index.endLease(block))) {
      guard.delete(block);
    }
  }

  /** Blocks found with other bytes than they should have; call with the lock held. */
  long damaged() {
    return damaged;
  }
}
