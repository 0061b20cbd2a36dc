/** A film by name, answered as the origin would, from the best hosts. */
@NullMarked
package org.p2pd.agent.film;

import org.jspecify.annotations.NullMarked;
