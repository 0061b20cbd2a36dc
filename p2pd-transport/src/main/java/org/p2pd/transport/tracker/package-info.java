/**
 * A node's membership at its tracker: registers, announces, asks for hosts, and heals itself where the tracker forgets or
 * vanishes. Door: {@link org.p2pd.transport.tracker.TrackerSession}.
 */
@NullMarked
package org.p2pd.transport.tracker;

import org.jspecify.annotations.NullMarked;
