/**
 * What is in the store: blocks, their states and bytes, and which contents they belong to. Memory only; the owner
 * serialises access and does the I/O that the index decides.
 */
@NullMarked
package org.p2pd.store.index;

import org.jspecify.annotations.NullMarked;
