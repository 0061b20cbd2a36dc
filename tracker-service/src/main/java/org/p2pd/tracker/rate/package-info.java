/** How much one client address may ask for. */
@NullMarked
package org.p2pd.tracker.rate;

import org.jspecify.annotations.NullMarked;
