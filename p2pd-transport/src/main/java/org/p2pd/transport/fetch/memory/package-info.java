/**
 * Blocks in memory: buffers that are used again, blocks stored a moment ago, blocks for which the disk has no room. Door for
 * readers: {@link org.p2pd.transport.fetch.memory.RecentBlocks}.
 */
@NullMarked
package org.p2pd.transport.fetch.memory;

import org.jspecify.annotations.NullMarked;
