/** The resolver's configuration as Unix keeps it in a file. */
@NullMarked
package org.p2pd.agent.site.disk;

import org.jspecify.annotations.NullMarked;
