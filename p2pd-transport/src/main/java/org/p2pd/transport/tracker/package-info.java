/** A node's side of the tracker: calls, and membership that heals itself. */
@NullMarked
package org.p2pd.transport.tracker;

import org.jspecify.annotations.NullMarked;
