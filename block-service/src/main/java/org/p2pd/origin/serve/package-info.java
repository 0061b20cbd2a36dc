/** How published files leave: by name for any player, by content id and digest for the network. */
@NullMarked
package org.p2pd.origin.serve;

import org.jspecify.annotations.NullMarked;
