/** The network in a few numbers, once or as a stream of events. */
@NullMarked
package org.p2pd.tracker.stats;

import org.jspecify.annotations.NullMarked;
