/** What nodes and the tracker say to each other (WIRE §2). */
@NullMarked
package org.p2pd.protocol.tracker;

import org.jspecify.annotations.NullMarked;
