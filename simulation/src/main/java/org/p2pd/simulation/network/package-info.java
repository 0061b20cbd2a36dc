/** A network as fluids: flows between access links share them fairly. No packets, no losses, no slow start. */
@NullMarked
package org.p2pd.simulation.network;

import org.jspecify.annotations.NullMarked;
