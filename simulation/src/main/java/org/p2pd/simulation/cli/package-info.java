/** The simulation as a command. */
@NullMarked
package org.p2pd.simulation.cli;

import org.jspecify.annotations.NullMarked;
