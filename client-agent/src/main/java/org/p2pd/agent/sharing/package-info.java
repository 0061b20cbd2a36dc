/** How much this machine gives to others, and when: the user's wishes, kept, and what they come to at this moment. */
@NullMarked
package org.p2pd.agent.sharing;

import org.jspecify.annotations.NullMarked;
