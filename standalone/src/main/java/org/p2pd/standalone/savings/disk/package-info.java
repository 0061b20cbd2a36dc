/** Reads access logs. */
@NullMarked
package org.p2pd.standalone.savings.disk;

import org.jspecify.annotations.NullMarked;
