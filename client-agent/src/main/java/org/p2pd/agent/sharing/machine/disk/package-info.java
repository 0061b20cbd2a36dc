/** Power supplies as Linux shows them in files. */
@NullMarked
package org.p2pd.agent.sharing.machine.disk;

import org.jspecify.annotations.NullMarked;
