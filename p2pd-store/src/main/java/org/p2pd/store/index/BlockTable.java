package org.p2pd.store.index;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Digest;

/**
 * Blocks by digest: a hash table with linear probing, at most two thirds full, in which later entries move up when one is
 * removed (Knuth, TAOCP vol. 3, 6.4, algorithm R). 6 to 12 bytes a block, where a map would take 40.
 */
final class BlockTable {
  private static final int CAPACITY_MIN = 64;

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
    slots[slotOf(block.digest())] = block;
    size++;
  }

  /** Removes the block of {@code digest}, where there is one. */
  void remove(Digest digest) {
    int gap = slotOf(digest);
    if (slots[gap] == null) {
      return;
    }
    size--;
    int slot = next(gap);
    for (Block block = slots[slot]; block != null; block = slots[slot]) {
      if (mayMove(home(block.digest()), slot, gap)) {
        slots[gap] = block;
        gap = slot;
      }
      slot = next(slot);
    }
    slots[gap] = null;
  }

  /** Whether what belongs to {@code home} and stands at {@code slot} is still found at {@code gap}, round the end or not. */
  private static boolean mayMove(int home, int slot, int gap) {
    return gap <= slot ? home <= gap || home > slot : home <= gap && home > slot;
  }

  /** Where the block of {@code digest} is, or would be. */
  private int slotOf(Digest digest) {
    int slot = home(digest);
    for (Block block = slots[slot];
        block != null && !block.digest().equals(digest);
        block = slots[slot]) {
      slot = next(slot);
    }
    return slot;
  }

  private int home(Digest digest) {
    return digest.hashCode() & (slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  private void grow() {
    @Nullable Block[] before = slots;
    slots = new Block[before.length * 2];
    for (Block block : before) {
      if (block != null) {
        slots[slotOf(block.digest())] = block;
      }
    }
  }
}
