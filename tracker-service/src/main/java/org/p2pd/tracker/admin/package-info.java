/** What an operator sees and does: Actuator endpoints on the management port, changes with his token only. */
@NullMarked
package org.p2pd.tracker.admin;

import org.jspecify.annotations.NullMarked;
