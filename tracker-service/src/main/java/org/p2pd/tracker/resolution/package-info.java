/** All that a player needs to begin, in one answer. */
@NullMarked
package org.p2pd.tracker.resolution;

import org.jspecify.annotations.NullMarked;
