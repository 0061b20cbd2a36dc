/** Which block goes when room is needed. Pure: no I/O, no clock, no threads, no randomness. */
@NullMarked
package org.p2pd.store.eviction;

import org.jspecify.annotations.NullMarked;
