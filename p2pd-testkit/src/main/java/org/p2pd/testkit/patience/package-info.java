/** How long tests wait for a condition. */
@NullMarked
package org.p2pd.testkit.patience;

import org.jspecify.annotations.NullMarked;
