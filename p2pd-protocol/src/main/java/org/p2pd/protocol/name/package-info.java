/** How a film is known: authority and path, in one normal form (WIRE §1). */
@NullMarked
package org.p2pd.protocol.name;

import org.jspecify.annotations.NullMarked;
