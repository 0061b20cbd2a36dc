/** How files become publications: found, standing still, read once, bound to a name. */
@NullMarked
package org.p2pd.origin.publish;

import org.jspecify.annotations.NullMarked;
