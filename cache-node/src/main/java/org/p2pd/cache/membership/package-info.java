/** The cache as a host of the network: registered, announcing, and able to say how it is. */
@NullMarked
package org.p2pd.cache.membership;

import org.jspecify.annotations.NullMarked;
