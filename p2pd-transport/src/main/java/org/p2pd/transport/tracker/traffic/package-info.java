/**
 * The bytes that moved at this node, and what each of its trackers is told of them, once. Door:
 * {@link org.p2pd.transport.tracker.traffic.TrafficCounters}.
 */
@NullMarked
package org.p2pd.transport.tracker.traffic;

import org.jspecify.annotations.NullMarked;
