/** The tracker: who holds what, and whom to ask. Stateless; all state is in Redis, and all of it is soft. */
@NullMarked
package org.p2pd.tracker;

import org.jspecify.annotations.NullMarked;
