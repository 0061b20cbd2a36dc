/** What the operating system tells of this machine's power and link. */
@NullMarked
package org.p2pd.agent.sharing.machine;

import org.jspecify.annotations.NullMarked;
