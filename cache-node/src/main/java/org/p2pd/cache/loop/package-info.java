/** Requests that come back to where they started (RFC 8586). */
@NullMarked
package org.p2pd.cache.loop;

import org.jspecify.annotations.NullMarked;
