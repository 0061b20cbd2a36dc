/**
 * Who can be asked for a content: hosts that the tracker hands out, that were named before, or that a user's settings
 * prefer. Door: {@link org.p2pd.transport.fetch.swarm.Swarm}.
 */
@NullMarked
package org.p2pd.transport.fetch.swarm;

import org.jspecify.annotations.NullMarked;
