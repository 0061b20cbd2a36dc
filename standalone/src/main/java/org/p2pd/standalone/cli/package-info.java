/** The command line: what is typed, and which command that is. Door: {@link org.p2pd.standalone.cli.P2pdCommand}. */
@NullMarked
package org.p2pd.standalone.cli;

import org.jspecify.annotations.NullMarked;
