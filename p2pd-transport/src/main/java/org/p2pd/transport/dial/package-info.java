/** The one way out to hosts: every connection is checked against the address it really goes to (WIRE §3). */
@NullMarked
package org.p2pd.transport.dial;

import org.jspecify.annotations.NullMarked;
