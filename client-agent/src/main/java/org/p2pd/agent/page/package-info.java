/** The agent's page: library, player, and a live picture of where the blocks come from. */
@NullMarked
package org.p2pd.agent.page;

import org.jspecify.annotations.NullMarked;
