/**
 * The fast path for the most frequent request: a plain GET of bytes that are ready.
 *
 * <p>Answered on the connection's event loop, behind the HTTP codec and before the web framework, which would cost more
 * than the sending. Whatever is not plain — other methods, queries, conditions that are not met — goes on to the routes.
 */
@NullMarked
package org.p2pd.transport.fastpath;

import org.jspecify.annotations.NullMarked;
