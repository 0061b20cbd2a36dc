/** The hot call: reports and questions about contents in two round trips to Redis. */
@NullMarked
package org.p2pd.tracker.announce;

import org.jspecify.annotations.NullMarked;
