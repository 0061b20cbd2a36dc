/** The other port: stored blocks for other hosts, and nothing else. */
@NullMarked
package org.p2pd.agent.peer;

import org.jspecify.annotations.NullMarked;
