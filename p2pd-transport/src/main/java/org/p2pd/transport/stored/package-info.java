/**
 * What a node's store holds, as readers, other hosts and the tracker get to see it; nothing here fetches. Door:
 * {@link org.p2pd.transport.stored.StoredContent}.
 */
@NullMarked
package org.p2pd.transport.stored;

import org.jspecify.annotations.NullMarked;
