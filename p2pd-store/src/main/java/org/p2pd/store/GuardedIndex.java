package org.p2pd.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Digest;
import org.p2pd.store.disk.StoreDisks;
import org.p2pd.store.index.Block;
import org.p2pd.store.index.Change;
import org.p2pd.store.index.StoreIndex;

/**
 * The index under its lock, and the making of room: what it gives up is deleted from disk before the room is used.
 *
 * <p>The lock is never held during I/O, nor while listeners are told.
 */
final class GuardedIndex {
  private static final int SPINS = 100;

  private final StoreIndex index;
  private final StoreDisks disks;
  private final Changes changes = new Changes();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile Consumer<Digest> beforeDelete = block -> {};
  private long evictions;
  private boolean closed;

  GuardedIndex(StoreIndex index, StoreDisks disks) {
    this.index = index;
    this.disks = disks;
  }

  <T extends @Nullable Object> T locked(Supplier<T> action) {
    lockSoon();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** To be put to sleep and woken costs a thread a hundred times what the lock is held for. */
  private void lockSoon() {
    for (int i = 0; i < SPINS; i++) {
      if (lock.tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    lock.lock();
  }

  /** Changes something that others may wait for. */
  void update(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  /** Waits for an {@link #update}; call with the lock held. Deaf to interrupts: what is waited for is short. */
  void await() {
    changed.awaitUninterruptibly();
  }

  boolean isClosed() {
    return closed;
  }

  /** Refuses new blocks and leases from now on. */
  void close() {
    update(() -> closed = true);
  }

  long evictions() {
    return evictions;
  }

  /** Evicts until {@code bytes} more may fit; false where they never will as things stand. Reserves nothing. */
  boolean makeRoom(long bytes) {
    List<Block> victims = new ArrayList<>();
    boolean possible =
        locked(() -> !closed && index.couldReserve(bytes) && chooseVictims(bytes, victims));
    victims.forEach(this::delete);
    return possible;
  }

  /** Collects victims; where others are deleting enough already, waits for some of that instead. */
  private boolean chooseVictims(long bytes, List<Block> victims) {
    while (index.lacksRoomFor(bytes)) {
      Block victim = index.evict();
      if (victim == null) {
        return !victims.isEmpty();
      }
      victims.add(victim);
      evictions++;
    }
    if (victims.isEmpty() && index.isDeleting()) {
      await();
    }
    return true;
  }

  /** Deletes a block of a store that holds more than it may; false where it does not, or none may go. */
  boolean evictWhileOverfull() {
    Block victim = this.<@Nullable Block>locked(() -> index.isOverfull() ? index.evict() : null);
    if (victim != null) {
      delete(victim);
    }
    return victim != null;
  }

  /** Deletes the file of a block that the index has given up. */
  void delete(Block block) {
    boolean gone = deleteFile(block);
    update(() -> index.deleted(block, gone));
  }

  private boolean deleteFile(Block block) {
    beforeDelete.accept(block.digest());
    try {
      disks.delete(block.disk(), block.digest(), block.length());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  void beforeDelete(Consumer<Digest> listener) {
    beforeDelete = beforeDelete.andThen(listener);
  }

  void onChange(StoreListener listener) {
    changes.add(listener);
  }

  /** Tells the listeners what has changed; call without the lock. */
  void publish() {
    changes.publish(this::drainTo);
  }

  private void drainTo(Consumer<Change> receiver) {
    locked(index::takeChanges).forEach(receiver);
  }
}
