package org.p2pd.store.index;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Digest;

/**
 * Blocks by digest: a hash table with linear probing, at most two thirds full, in which later entries move up when one is
 * removed (Knuth, TAOCP vol. 3, 6.4, algorithm R). 12 to 24 bytes a block, where a map would take 40.
 *
 * <p>Hashes stand in an array of their own: whoever looks for a block follows references only to the one that it is, most
 * likely, and not into memory that no cache holds for each that it passes.
 */
final class BlockTable {
  private static final int CAPACITY_MIN = 64;

  /** The hash of an empty slot; blocks have others. */
  private static final int EMPTY = 0;

  private int[] hashes = new int[CAPACITY_MIN];
  private @Nullable Block[] slots = new Block[CAPACITY_MIN];
  private int size;

  /** The block of {@code digest}; null where there is none. */
  @Nullable
  Block get(Digest digest) {
    return slots[slotOf(digest)];
  }

  /** Adds a block of a digest that is absent. */
  void add(Block block) {
    if (3 * (size + 1) > 2 * slots.length) {
      grow();
    }
    put(hashOf(block.digest()), block);
    size++;
  }

  /** Puts a block of a digest that is absent into the first empty slot that can be its own. */
  private void put(int hash, Block block) {
    int slot = home(hash);
    while (hashes[slot] != EMPTY) {
      slot = next(slot);
    }
    hashes[slot] = hash;
    slots[slot] = block;
  }

  /** Removes the block of {@code digest}, where there is one. */
  void remove(Digest digest) {
    int gap = slotOf(digest);
    if (hashes[gap] == EMPTY) {
      return;
    }
    size--;
    for (int slot = next(gap); hashes[slot] != EMPTY; slot = next(slot)) {
      if (mayMove(home(hashes[slot]), slot, gap)) {
        hashes[gap] = hashes[slot];
        slots[gap] = slots[slot];
        gap = slot;
      }
    }
    hashes[gap] = EMPTY;
    slots[gap] = null;
  }

  /** Whether what belongs to {@code home} and stands at {@code slot} is still found at {@code gap}, round the end or not. */
  private static boolean mayMove(int home, int slot, int gap) {
    return gap <= slot ? home <= gap || home > slot : home <= gap && home > slot;
  }

  /** Where the block of {@code digest} is, or would be. */
  private int slotOf(Digest digest) {
    int hash = hashOf(digest);
    int slot = home(hash);
    while (hashes[slot] != EMPTY && !isAt(slot, hash, digest)) {
      slot = next(slot);
    }
    return slot;
  }

  private boolean isAt(int slot, int hash, Digest digest) {
    Block block = hashes[slot] == hash ? slots[slot] : null;
    return block != null && block.digest().equals(digest);
  }

  private static int hashOf(Digest digest) {
    int hash = digest.hashCode();
    return hash == EMPTY ? 1 : hash;
  }

  private int home(int hash) {
    return hash & (slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  private void grow() {
    int[] hashesBefore = hashes;
    @Nullable Block[] before = slots;
    hashes = new int[before.length * 2];
    slots = new Block[before.length * 2];
    for (int i = 0; i < before.length; i++) {
      Block block = before[i];
      if (block != null) {
        put(hashesBefore[i], block);
      }
    }
  }
}
