/** What is published at this moment: names, contents and blocks, in memory. */
@NullMarked
package org.p2pd.origin.catalogue;

import org.jspecify.annotations.NullMarked;
