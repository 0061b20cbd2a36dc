/**
 * A swarm in virtual time: agents that are the shipping {@code TransferPlan} with modelled hands, a tracker that is the
 * shipping {@code Handout} with a modelled memory, and hosts that behave well or badly.
 */
@NullMarked
package org.p2pd.simulation.swarm;

import org.jspecify.annotations.NullMarked;
