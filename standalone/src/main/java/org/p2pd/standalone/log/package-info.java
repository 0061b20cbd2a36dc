/** What a process of the one command writes to its log, set up without reading a file: that takes longer than some commands. */
@NullMarked
package org.p2pd.standalone.log;

import org.jspecify.annotations.NullMarked;
