/** The command line: what is typed and what is printed. */
@NullMarked
package org.p2pd.standalone.cli;

import org.jspecify.annotations.NullMarked;
