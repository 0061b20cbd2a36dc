/** Who is calling: host tokens that every replica can check, and the operator's publish token. */
@NullMarked
package org.p2pd.tracker.security;

import org.jspecify.annotations.NullMarked;
