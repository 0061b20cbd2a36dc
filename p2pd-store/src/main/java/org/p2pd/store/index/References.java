package org.p2pd.store.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;

/**
 * Which contents a block belongs to, and where: digest → (content, index), for every block of every registered content,
 * held or not.
 */
final class References {

  /*
   * A hash table with chains in parallel int arrays: about 12 bytes for each block of each content,
   * where a map of objects would take 150. The digests themselves are those of the manifests.
   *
   *   heads[hash & mask]  the first reference of a chain, or NONE
   *   next[r]             the reference after r in its chain (of a free one: in the free list)
   *   packed[r]           the content's slot << 15 | the block's index
   *
   * New references go to the head of their chain. Removing a content walks its blocks from the last
   * to the first, so that even a content of 32 768 equal blocks finds each at the head.
   */

  private static final int NONE = -1;
  private static final int INDEX_BITS = 15;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
  private static final int CAPACITY_MIN = 64;

  private final List<@Nullable Holding> slots = new ArrayList<>();
  private final BitSet usedSlots = new BitSet();
  private int[] heads = filled(CAPACITY_MIN);
  private int[] next = new int[CAPACITY_MIN];
  private int[] packed = new int[CAPACITY_MIN];
  private int allocated;
  private int free = NONE;
  private int count;

  /** Receives one reference. */
  interface Visitor {
    void visit(Holding content, int index);
  }

  Holding add(Manifest manifest) {
    int slot = usedSlots.nextClearBit(0);
    Holding holding = new Holding(manifest, slot);
    usedSlots.set(slot);
    if (slot == slots.size()) {
      slots.add(holding);
    } else {
      slots.set(slot, holding);
    }
    for (int i = 0; i < manifest.blockCount(); i++) {
      link(allocate(slot << INDEX_BITS | i), manifest.blockDigest(i));
    }
    return holding;
  }

  void remove(Holding holding) {
    for (int i = holding.manifest.blockCount() - 1; i >= 0; i--) {
      unlink(holding.slot << INDEX_BITS | i, holding.manifest.blockDigest(i));
    }
    slots.set(holding.slot, null);
    usedSlots.clear(holding.slot);
  }

  void forEach(Digest digest, Visitor visitor) {
    for (int r = heads[bucket(digest)]; r != NONE; r = next[r]) {
      Holding content = slots.get(packed[r] >> INDEX_BITS);
      int index = packed[r] & INDEX_MASK;
      if (content != null && content.manifest.blockDigest(index).equals(digest)) {
        visitor.visit(content, index);
      }
    }
  }

  boolean isReferenced(Digest digest) {
    boolean[] found = new boolean[1];
    forEach(digest, (content, index) -> found[0] = true);
    return found[0];
  }

  /** Makes room for {@code references} in all, so that they are not put anew into larger tables as they come. */
  void expect(int references) {
    int capacity = heads.length;
    while (capacity < references) {
      capacity *= 2;
    }
    if (capacity > heads.length) {
      grow(capacity);
    }
  }

  private int allocate(int value) {
    if (count == heads.length) {
      grow(heads.length * 2);
    }
    int reference = free;
    if (reference == NONE) {
      reference = allocated++;
    } else {
      free = next[reference];
    }
    packed[reference] = value;
    count++;
    return reference;
  }

  private void link(int reference, Digest digest) {
    int bucket = bucket(digest);
    next[reference] = heads[bucket];
    heads[bucket] = reference;
  }

  private void unlink(int value, Digest digest) {
    int bucket = bucket(digest);
    int previous = NONE;
    int reference = heads[bucket];
    while (packed[reference] != value) {
      previous = reference;
      reference = next[reference];
    }
    if (previous == NONE) {
      heads[bucket] = next[reference];
    } else {
      next[previous] = next[reference];
    }
    packed[reference] = NONE;
    next[reference] = free;
    free = reference;
    count--;
  }

  /** Enlarges the table; called only when every allocated reference is in use. */
  private void grow(int capacity) {
    heads = filled(capacity);
    next = Arrays.copyOf(next, heads.length);
    packed = Arrays.copyOf(packed, heads.length);
    for (int r = 0; r < allocated; r++) {
      Holding content = slots.get(packed[r] >> INDEX_BITS);
      if (content != null) {
        link(r, content.manifest.blockDigest(packed[r] & INDEX_MASK));
      }
    }
  }

  private int bucket(Digest digest) {
    return digest.hashCode() & (heads.length - 1);
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }
}
