/** How many hosts hold which blocks of a content, by a sample. */
@NullMarked
package org.p2pd.tracker.availability;

import org.jspecify.annotations.NullMarked;
