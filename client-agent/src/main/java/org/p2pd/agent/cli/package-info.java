/** The command line: ls, status, and what get shares with them. */
@NullMarked
package org.p2pd.agent.cli;

import org.jspecify.annotations.NullMarked;
