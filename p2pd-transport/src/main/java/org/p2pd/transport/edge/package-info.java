/**
 * What the HTTP side of every service has in common: limits of connections and of requests' heads, methods, the
 * {@code Host} field, who may change things on a management port. {@link org.p2pd.transport.edge.HttpEdge} brings it all.
 */
@NullMarked
package org.p2pd.transport.edge;

import org.jspecify.annotations.NullMarked;
