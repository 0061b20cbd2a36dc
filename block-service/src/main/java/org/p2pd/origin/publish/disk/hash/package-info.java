/** The reading of files for their digests: every byte once, on as many processors as are idle. */
@NullMarked
package org.p2pd.origin.publish.disk.hash;

import org.jspecify.annotations.NullMarked;
