/** Bytes that moved, by role, by content and in all. Begin with {@link org.p2pd.protocol.tracker.traffic.TrackerStats}. */
@NullMarked
package org.p2pd.protocol.tracker.traffic;

import org.jspecify.annotations.NullMarked;
