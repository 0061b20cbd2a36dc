/**
 * What nodes and the tracker say to each other (WIRE §2), here of single hosts: how one makes itself known, is handed out and
 * complained of. Begin with {@link org.p2pd.protocol.tracker.Registration}.
 */
@NullMarked
package org.p2pd.protocol.tracker;

import org.jspecify.annotations.NullMarked;
