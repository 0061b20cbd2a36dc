/** The published tree, the reading of files and the memory of what was read: all that touches the disk. */
@NullMarked
package org.p2pd.origin.publish.disk;

import org.jspecify.annotations.NullMarked;
