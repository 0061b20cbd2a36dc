/** The one door to Redis: scripts and commands that fail fast when it is slow or gone. */
@NullMarked
package org.p2pd.tracker.redis;

import org.jspecify.annotations.NullMarked;
