/** The signed, mutable binding of a name to a content (WIRE §1). */
@NullMarked
package org.p2pd.protocol.publication;

import org.jspecify.annotations.NullMarked;
