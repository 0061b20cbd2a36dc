/** The agent as http_proxy: published films through the swarm, all else relayed unchanged. */
@NullMarked
package org.p2pd.agent.proxy;

import org.jspecify.annotations.NullMarked;
