/** The file that a download ends in. */
@NullMarked
package org.p2pd.agent.cli.disk;

import org.jspecify.annotations.NullMarked;
