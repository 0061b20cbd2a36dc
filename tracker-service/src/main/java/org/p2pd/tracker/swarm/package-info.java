/** Who holds which blocks of a content: sorted sets, bitmaps and samples of them in Redis. */
@NullMarked
package org.p2pd.tracker.swarm;

import org.jspecify.annotations.NullMarked;
