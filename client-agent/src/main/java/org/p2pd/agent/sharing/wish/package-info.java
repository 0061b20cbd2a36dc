/** What a user can wish of sharing, and what is counted against it. */
@NullMarked
package org.p2pd.agent.sharing.wish;

import org.jspecify.annotations.NullMarked;
