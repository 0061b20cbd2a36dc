/** Files that commands write. */
@NullMarked
package org.p2pd.standalone.cli.disk;

import org.jspecify.annotations.NullMarked;
