/** What the user wished and what was shared this month, over restarts. */
@NullMarked
package org.p2pd.agent.sharing.disk;

import org.jspecify.annotations.NullMarked;
