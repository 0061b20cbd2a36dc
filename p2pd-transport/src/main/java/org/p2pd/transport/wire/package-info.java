/** The JSON and CBOR forms of the protocol's values, and the names of fields, media types and paths. */
@NullMarked
package org.p2pd.transport.wire;

import org.jspecify.annotations.NullMarked;
