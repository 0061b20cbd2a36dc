/** Hints that a host sent wrong bytes. */
@NullMarked
package org.p2pd.tracker.complaint;

import org.jspecify.annotations.NullMarked;
