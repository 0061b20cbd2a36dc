/** How other hosts come to reach an agent behind a router: a port that the router opens. */
@NullMarked
package org.p2pd.agent.reach;

import org.jspecify.annotations.NullMarked;
