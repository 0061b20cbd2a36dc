/** A real Redis for tests, on a free port of the loopback interface. */
@NullMarked
package org.p2pd.testkit.redis;

import org.jspecify.annotations.NullMarked;
