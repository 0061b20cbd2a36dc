/** A real Redis of this process's own. */
@NullMarked
package org.p2pd.standalone.redis;

import org.jspecify.annotations.NullMarked;
