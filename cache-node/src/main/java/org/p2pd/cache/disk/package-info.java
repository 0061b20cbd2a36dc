/** Stored blocks that are asked for again and again, ready to be sent from memory. */
@NullMarked
package org.p2pd.cache.disk;

import org.jspecify.annotations.NullMarked;
