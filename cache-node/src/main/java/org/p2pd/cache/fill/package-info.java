/** Blocks from the store, and from elsewhere where the store lacks them. */
@NullMarked
package org.p2pd.cache.fill;

import org.jspecify.annotations.NullMarked;
