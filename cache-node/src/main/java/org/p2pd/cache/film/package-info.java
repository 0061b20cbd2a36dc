/** Films by name for any browser, player or curl (WIRE §3). */
@NullMarked
package org.p2pd.cache.film;

import org.jspecify.annotations.NullMarked;
