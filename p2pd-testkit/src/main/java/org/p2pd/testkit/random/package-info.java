/** Randomness that a failing test names, so that its failure can be repeated. */
@NullMarked
package org.p2pd.testkit.random;

import org.jspecify.annotations.NullMarked;
