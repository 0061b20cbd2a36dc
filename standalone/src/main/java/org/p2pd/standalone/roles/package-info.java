/** Services of the other modules, started as Spring contexts of this process. */
@NullMarked
package org.p2pd.standalone.roles;

import org.jspecify.annotations.NullMarked;
