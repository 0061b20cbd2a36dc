package org.p2pd.store;

/** What became of bytes that were offered to the store. */
public enum PutResult {
  /** They are in the store now. */
  STORED,
  /** They were there already. */
  PRESENT,
  /** They could not be kept: all else is in use, they are larger than the store, or the disk is full or failing. */
  NO_ROOM
}
