/** The fetch engine's doing half: carries out what {@code schedule} decides, verifies every block, stores it, hands it on. */
@NullMarked
package org.p2pd.transport.fetch;

import org.jspecify.annotations.NullMarked;
