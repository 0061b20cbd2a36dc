/** Hosts and their leases: descriptors in Redis, indexes by role, call-backs that are due. */
@NullMarked
package org.p2pd.tracker.host;

import org.jspecify.annotations.NullMarked;
