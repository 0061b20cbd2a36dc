/** Whose films this cache serves, and for whom it fetches them. */
@NullMarked
package org.p2pd.cache.site;

import org.jspecify.annotations.NullMarked;
