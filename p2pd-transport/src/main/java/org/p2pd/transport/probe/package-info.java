/** Asks hosts themselves what a tracker would tell: whether a name's origin is there, at which addresses, who has what. */
@NullMarked
package org.p2pd.transport.probe;

import org.jspecify.annotations.NullMarked;
