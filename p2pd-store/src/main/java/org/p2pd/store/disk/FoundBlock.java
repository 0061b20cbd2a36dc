package org.p2pd.store.disk;

import org.p2pd.protocol.content.Digest;

/**
 * A file that has a block's name; its bytes may be anything.
 *
 * @param length of the file, in bytes
 * @param modifiedMillis when it was last written, epoch milliseconds, as far as the file system knows
 */
public record FoundBlock(Digest digest, int length, long modifiedMillis) {}
