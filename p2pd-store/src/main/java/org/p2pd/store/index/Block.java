package org.p2pd.store.index;

import org.p2pd.protocol.content.Digest;
import org.p2pd.store.eviction.Evictable;

/** One block that the store has, is getting or is giving up. Changed by {@link StoreIndex} only. */
public final class Block extends Evictable {
  /** Where a block is in its life; absent from the index = before and after. */
  enum State {
    /** Room is reserved and its file is being written. */
    WRITING,
    /** Its file is there; may be leased. */
    RESIDENT,
    /** Given up, but somebody still has a lease; counts as absent. */
    DOOMED,
    /** Its file is being deleted. */
    DELETING
  }

  private final Digest digest;
  private final int length;
  State state;
  int leases;
  /** How many pinned contents the block belongs to, while it is resident. */
  int pins;

  /** How many rare contents the block belongs to, while it is resident. */
  int rareContents;

  /** When its file was written, in seconds since 1970, where it was found; else 0. */
  int writtenSeconds;

  /** The number of the disk its file is on, once it is resident. */
  byte disk;

  boolean trusted;
  boolean underCheck;

  Block(Digest digest, int length, State state) {
    this.digest = digest;
    this.length = length;
    this.state = state;
  }

  public Digest digest() {
    return digest;
  }

  /** The number of bytes. */
  public int length() {
    return length;
  }

  /** When the file of a block that was found was written, in seconds since 1970. */
  public int writtenSeconds() {
    return writtenSeconds;
  }

  /** The number of the disk that its file is on. */
  public int disk() {
    return disk;
  }

  /** Whether the block can be leased. */
  public boolean isResident() {
    return state == State.RESIDENT;
  }

  /** Whether the block was given up but is still leased. */
  public boolean isDoomed() {
    return state == State.DOOMED;
  }

  /** Whether this process has seen the right bytes in the file. */
  public boolean isTrusted() {
    return trusted;
  }

  /** Whether somebody reads the file right now to find out whether it can be trusted. */
  public boolean isUnderCheck() {
    return underCheck;
  }

  @Override
  public long bytes() {
    return length;
  }

  @Override
  public long fingerprint() {
    return digest.prefix();
  }

  @Override
  public boolean isEvictable() {
    return state == State.RESIDENT && leases == 0 && pins == 0;
  }

  @Override
  public boolean isRare() {
    return rareContents > 0;
  }
}
