/** Networks that the operator refuses for a time. */
@NullMarked
package org.p2pd.tracker.ban;

import org.jspecify.annotations.NullMarked;
