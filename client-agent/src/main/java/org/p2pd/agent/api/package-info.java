/** What the agent tells its user about itself. */
@NullMarked
package org.p2pd.agent.api;

import org.jspecify.annotations.NullMarked;
