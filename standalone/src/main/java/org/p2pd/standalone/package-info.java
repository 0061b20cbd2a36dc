/** All roles in one program: the one command {@code p2pd}. */
@NullMarked
package org.p2pd.standalone;

import org.jspecify.annotations.NullMarked;
