/** What moved of each content on each day, and what the contents are called. */
@NullMarked
package org.p2pd.tracker.title;

import org.jspecify.annotations.NullMarked;
