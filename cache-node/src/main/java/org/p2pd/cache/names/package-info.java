/** How names are resolved, and which of them are known after a restart without anybody to ask. */
@NullMarked
package org.p2pd.cache.names;

import org.jspecify.annotations.NullMarked;
