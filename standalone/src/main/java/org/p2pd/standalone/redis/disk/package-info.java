/** Where an embedded Redis unpacks its program. */
@NullMarked
package org.p2pd.standalone.redis.disk;

import org.jspecify.annotations.NullMarked;
