/** Contents for test films: deterministic, of any length. */
@NullMarked
package org.p2pd.testkit.bytes;

import org.jspecify.annotations.NullMarked;
