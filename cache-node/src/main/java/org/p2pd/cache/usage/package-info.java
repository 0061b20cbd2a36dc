/** What the cache was asked for, and how much of it was here. */
@NullMarked
package org.p2pd.cache.usage;

import org.jspecify.annotations.NullMarked;
