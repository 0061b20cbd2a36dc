/** The blocks on disk: the store, how it is, and the blocks asked for again and again, ready to be sent from memory. */
@NullMarked
package org.p2pd.cache.disk;

import org.jspecify.annotations.NullMarked;
