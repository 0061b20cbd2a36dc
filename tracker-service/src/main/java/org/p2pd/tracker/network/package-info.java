/** Addresses as the tracker judges them: scopes, prefixes, CIDR networks, proxies. */
@NullMarked
package org.p2pd.tracker.network;

import org.jspecify.annotations.NullMarked;
