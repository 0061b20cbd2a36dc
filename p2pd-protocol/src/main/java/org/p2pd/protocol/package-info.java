/** The values that p2pd's parts exchange, and the rules that make them valid. Pure: no I/O, no clock, no framework. */
@NullMarked
package org.p2pd.protocol;

import org.jspecify.annotations.NullMarked;
