/**
 * How verified bytes leave a node: by content id, by block digest and, through {@link ContentResponse}, by name.
 *
 * <p>Shared by origin, cache and agent. Where the bytes are is a {@link ContentSource}'s business; this package decides
 * what HTTP asks for (RFC 9110) and hands files to the kernel without copying them.
 */
@NullMarked
package org.p2pd.transport.serve;

import org.jspecify.annotations.NullMarked;
