package org.p2pd.store.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.BlockSet;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.content.Digest;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.store.eviction.EvictionPolicy;

/**
 * The store's memory of what it has: blocks with their states, the bytes accounted for, and which blocks of which
 * content are held.
 *
 * <p>Decides and remembers; never touches a file, never waits. Not thread-safe: the owner calls it under one lock, and
 * tells it when the I/O that it asked for is done. Bytes are counted from before they are written until after they are
 * deleted, so that {@link #bytesUsed} is never less than what is on disk.
 */
public final class StoreIndex {
  private final long bytesMax;
  private final EvictionPolicy policy;
  private final BlockTable blocks = new BlockTable();
  private final Map<ContentId, Holding> contents = new LinkedHashMap<>();
  private final References references = new References();
  private final Queue<Change> changes = new ArrayDeque<>();
  private long bytesUsed;
  private long bytesEvictable;
  private long bytesDeleting;
  private int residents;
  private boolean scanning;

  /** Creates the index of an empty store of {@code bytesMax} bytes. */
  public StoreIndex(long bytesMax, EvictionPolicy policy) {
    this.bytesMax = bytesMax;
    this.policy = policy;
  }

  /** Bytes on disk or about to be. */
  public long bytesUsed() {
    return bytesUsed;
  }

  /** The number of blocks that can be leased. */
  public int residents() {
    return residents;
  }

  /** What is on disk is being found out: until {@link #endScan} nothing can be reserved, lest the limit be exceeded. */
  public void beginScan() {
    scanning = true;
  }

  /** All that is on disk is counted. */
  public void endScan() {
    scanning = false;
  }

  /** Whether what is on disk is being found out. */
  public boolean isScanning() {
    return scanning;
  }

  /** Counts {@code bytes} as used where they fit within the limit. */
  public boolean reserve(long bytes) {
    if (scanning || bytesUsed + bytes > bytesMax) {
      return false;
    }
    bytesUsed += bytes;
    return true;
  }

  /** Whether {@code bytes} would fit once everything that may go has gone. */
  public boolean couldReserve(long bytes) {
    return !scanning && bytesUsed - bytesDeleting - bytesEvictable + bytes <= bytesMax;
  }

  /** Whether {@code bytes} would not fit even after the deletions under way. */
  public boolean lacksRoomFor(long bytes) {
    return bytesUsed - bytesDeleting + bytes > bytesMax;
  }

  /** Whether files are being deleted. */
  public boolean isDeleting() {
    return bytesDeleting > 0;
  }

  /** Whether the limit allows less than is on disk and not being deleted; only ever true of what was found at the start. */
  public boolean isOverfull() {
    return lacksRoomFor(0);
  }

  /** Counts bytes that are on disk already. */
  public void countFound(long bytes) {
    bytesUsed += bytes;
  }

  /** Gives back bytes that are no longer on disk, or never came there. */
  public void release(long bytes) {
    bytesUsed -= bytes;
  }

  // Blocks

  /** The block in whatever state; null where it is absent. */
  public @Nullable Block find(Digest digest) {
    return blocks.get(digest);
  }

  /** A block whose room is reserved and that is about to be written. */
  public Block beginWrite(Digest digest, int length) {
    Block block = new Block(digest, length, Block.State.WRITING);
    blocks.add(block);
    return block;
  }

  /** {@code block} is on disk number {@code disk}, with the right bytes. */
  public void written(Block block, int disk) {
    block.disk = (byte) disk;
    block.trusted = true;
    becomeResident(block);
    admit(block);
  }

  private void admit(Block block) {
    if (block.pins == 0) {
      policy.admitted(block);
    }
  }

  /** {@code block} could not be written; its reservation stays until {@link #release}. */
  public void writeFailed(Block block) {
    blocks.remove(block.digest());
  }

  /** A block's file was found on disk number {@code disk}; its bytes are not trusted. Only of a digest that is absent. */
  public Block found(Digest digest, int length, int disk, long writtenMillis) {
    Block block = new Block(digest, length, Block.State.RESIDENT);
    block.disk = (byte) disk;
    block.writtenSeconds = (int) (writtenMillis / 1_000);
    blocks.add(block);
    countFound(length);
    becomeResident(block);
    return block;
  }

  /** Has what was {@link #found} take its turn in eviction: call once for each, in order of age. */
  public void ranked(Block block) {
    if (block.isResident() && block.pins == 0) {
      policy.restored(block);
    }
  }

  private void becomeResident(Block block) {
    block.state = Block.State.RESIDENT;
    block.pins = 0;
    block.rareContents = 0;
    references.forEach(block.digest(), (content, index) -> {
      block.pins += content.pinned ? 1 : 0;
      block.rareContents += content.rare ? 1 : 0;
    });
    residents++;
    bytesEvictable += block.isEvictable() ? block.bytes() : 0;
    markHeld(block, true);
  }

  /** Counts a request for {@code block} and keeps it until {@link #endLease}. */
  public void lease(Block block) {
    bytesEvictable -= block.isEvictable() ? block.bytes() : 0;
    block.leases++;
    policy.requested(block);
  }

  /** Ends one lease; returns whether the block's file is to be deleted now. */
  public boolean endLease(Block block) {
    block.leases--;
    bytesEvictable += block.isEvictable() ? block.bytes() : 0;
    if (block.isDoomed() && block.leases == 0) {
      beginDelete(block);
      return true;
    }
    return false;
  }

  /** A leased block is read to find out whether it can be trusted; until {@link #endCheck} nobody else leases it. */
  public void beginCheck(Block block) {
    block.underCheck = true;
  }

  /** The outcome of a check. */
  public void endCheck(Block block, boolean trusted) {
    block.underCheck = false;
    block.trusted = trusted;
  }

  /** Has {@code block} read again before it is leased next. */
  public void distrust(Block block) {
    block.trusted = false;
  }

  /** Chooses a block to give up; its file is to be deleted now. Null where none may go. */
  public @Nullable Block evict() {
    Block victim = (Block) policy.evict();
    if (victim != null) {
      drop(victim);
    }
    return victim;
  }

  /** Gives up a resident block; returns whether its file is to be deleted now, rather than after its last lease. */
  public boolean drop(Block block) {
    bytesEvictable -= block.isEvictable() ? block.bytes() : 0;
    residents--;
    policy.removed(block);
    markHeld(block, false);
    block.state = Block.State.DOOMED;
    if (block.leases == 0) {
      beginDelete(block);
    }
    return block.leases == 0;
  }

  private void beginDelete(Block block) {
    block.state = Block.State.DELETING;
    bytesDeleting += block.bytes();
  }

  /** Takes back the {@link #drop} of a block that is still leased. */
  public void revive(Block block) {
    becomeResident(block);
    admit(block);
  }

  /** {@code block}'s file is deleted; or could not be, and then its bytes stay counted. */
  public void deleted(Block block, boolean gone) {
    blocks.remove(block.digest());
    bytesDeleting -= block.bytes();
    release(gone ? block.bytes() : 0);
  }

  private void markHeld(Block block, boolean held) {
    references.forEach(block.digest(), (content, index) -> {
      content.held.set(index, held);
      changes.add(new Change(content.manifest.contentId(), index, held));
    });
  }

  // Contents

  /** Makes room for contents of {@code blocks} blocks in all. */
  public void expect(int blocks) {
    references.expect(blocks);
  }

  /** Adds a content; returns false where it was known. */
  public boolean register(Manifest manifest) {
    if (contents.containsKey(manifest.contentId())) {
      return false;
    }
    Holding content = references.add(manifest);
    contents.put(manifest.contentId(), content);
    for (int i = 0; i < manifest.blockCount(); i++) {
      Block block = blocks.get(manifest.blockDigest(i));
      if (block != null && block.isResident()) {
        content.held.set(i);
        changes.add(new Change(manifest.contentId(), i, true));
      }
    }
    return true;
  }

  /** Removes a content; what it held and no other content refers to is returned, still resident. */
  public List<Block> forget(ContentId id) {
    pin(id, false);
    rare(id, false);
    Holding content = contents.remove(id);
    if (content == null) {
      return List.of();
    }
    references.remove(content);
    List<Block> unreferenced = new ArrayList<>();
    content.held.stream().forEach(index -> {
      changes.add(new Change(id, index, false));
      Block block = blocks.get(content.manifest.blockDigest(index));
      if (block != null && !references.isReferenced(block.digest())) {
        unreferenced.add(block);
      }
    });
    return unreferenced.stream().distinct().toList();
  }

  /** The registered contents, oldest registration first. */
  public Collection<ContentId> contents() {
    return List.copyOf(contents.keySet());
  }

  /** The number of registered contents. */
  public int contentCount() {
    return contents.size();
  }

  /** The manifest of a registered content; null where it is unknown. */
  public @Nullable Manifest manifest(ContentId id) {
    Holding content = contents.get(id);
    return content == null ? null : content.manifest;
  }

  /** Which blocks of a content are resident; none of an unknown one. */
  public BlockSet held(ContentId id) {
    Holding content = contents.get(id);
    return content == null ? BlockSet.empty() : BlockSet.of(content.held);
  }

  /** Whether all blocks of a content from {@code first} to {@code last} are resident. */
  public boolean holds(ContentId id, int first, int last) {
    Holding content = contents.get(id);
    return content != null && content.held.nextClearBit(first) > last;
  }

  /** The content to forget where there are too many: the oldest that holds nothing, else the oldest; none that is pinned. */
  public @Nullable ContentId leastUseful() {
    return contents.values().stream()
        .filter(content -> content.held.isEmpty() && !content.pinned)
        .findFirst()
        .or(() -> contents.values().stream().filter(content -> !content.pinned).findFirst())
        .map(content -> content.manifest.contentId())
        .orElse(null);
  }

  /**
   * Has the blocks of a content stay, those that come later too, or lets them go again; nothing happens where that is so
   * already or the content is unknown.
   */
  public void pin(ContentId id, boolean pinned) {
    Holding content = contents.get(id);
    if (content == null || content.pinned == pinned) {
      return;
    }
    content.pinned = pinned;
    content.held.stream().forEach(index -> {
      Block block = blocks.get(content.manifest.blockDigest(index));
      if (block != null && block.isResident()) {
        pin(block, pinned ? 1 : -1);
      }
    });
  }

  /** Has the blocks of a content go later than others, or no longer; nothing happens where the content is unknown. */
  public void rare(ContentId id, boolean rare) {
    Holding content = contents.get(id);
    if (content == null || content.rare == rare) {
      return;
    }
    content.rare = rare;
    content.held.stream().forEach(index -> {
      Block block = blocks.get(content.manifest.blockDigest(index));
      if (block != null && block.isResident()) {
        block.rareContents += rare ? 1 : -1;
      }
    });
  }

  private void pin(Block block, int pins) {
    bytesEvictable -= block.isEvictable() ? block.bytes() : 0;
    boolean was = block.pins > 0;
    block.pins += pins;
    bytesEvictable += block.isEvictable() ? block.bytes() : 0;
    if (!was && block.pins > 0) {
      policy.removed(block);
    } else if (was && block.pins == 0) {
      policy.restored(block);
    }
  }

  /** Whether a content is pinned. */
  public boolean isPinned(ContentId id) {
    Holding content = contents.get(id);
    return content != null && content.pinned;
  }

  /** The bytes of all pinned contents, held or not. */
  public long bytesPinned() {
    return contents.values().stream()
        .filter(content -> content.pinned)
        .mapToLong(content -> content.manifest.layout().length())
        .sum();
  }

  /** All changes since the last call, in order. */
  public List<Change> takeChanges() {
    List<Change> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }
}
