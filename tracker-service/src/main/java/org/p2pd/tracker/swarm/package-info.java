/** Who holds which blocks of a content: hashes with bitmaps, and samples of them, in Redis. */
@NullMarked
package org.p2pd.tracker.swarm;

import org.jspecify.annotations.NullMarked;
