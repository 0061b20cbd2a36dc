/** Names bound to contents: bind, resolve, withdraw, catalogue, authorities. */
@NullMarked
package org.p2pd.tracker.publication;

import org.jspecify.annotations.NullMarked;
