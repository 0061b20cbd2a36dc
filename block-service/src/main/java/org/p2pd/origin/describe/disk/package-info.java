/** Digests that only other people's formats need, read from the files when somebody asks. */
@NullMarked
package org.p2pd.origin.describe.disk;

import org.jspecify.annotations.NullMarked;
