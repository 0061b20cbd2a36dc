/** Where a request really comes from: the socket, or what a trusted proxy says. */
@NullMarked
package org.p2pd.tracker.network;

import org.jspecify.annotations.NullMarked;
