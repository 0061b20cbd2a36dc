/** A whole network on this machine: Redis, tracker, origin, cache, two agents. */
@NullMarked
package org.p2pd.standalone.demo;

import org.jspecify.annotations.NullMarked;
