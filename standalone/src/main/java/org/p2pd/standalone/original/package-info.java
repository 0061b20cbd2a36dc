/** The command lines of the p2pd of 2009, as they are written there: what they mean in roles of today. */
@NullMarked
package org.p2pd.standalone.original;

import org.jspecify.annotations.NullMarked;
