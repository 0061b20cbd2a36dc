/** The JSON and CBOR forms of the protocol's values. */
@NullMarked
package org.p2pd.transport.wire;

import org.jspecify.annotations.NullMarked;
