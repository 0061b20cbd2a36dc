/** The origin: publishes a directory tree in place, read-only, and serves it by name and by content. */
@NullMarked
package org.p2pd.origin;

import org.jspecify.annotations.NullMarked;
