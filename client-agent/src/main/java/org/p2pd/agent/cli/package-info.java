/** The command line: get, ls, status. */
@NullMarked
package org.p2pd.agent.cli;

import org.jspecify.annotations.NullMarked;
