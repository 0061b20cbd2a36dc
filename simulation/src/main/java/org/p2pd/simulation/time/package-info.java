/** The clock of a simulation: events in the order of their times, as fast as they can be worked off. */
@NullMarked
package org.p2pd.simulation.time;

import org.jspecify.annotations.NullMarked;
