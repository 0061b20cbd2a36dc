/**
 * Verified blocks on disk, never more than a set number of bytes. {@link org.p2pd.store.BlockStore} is the door;
 * blocking, JDK only.
 */
@NullMarked
package org.p2pd.store;

import org.jspecify.annotations.NullMarked;
