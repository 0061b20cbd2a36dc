/** A proxy in front of a host that makes the network between them bad, on purpose and at will. */
@NullMarked
package org.p2pd.testkit.http;

import org.jspecify.annotations.NullMarked;
