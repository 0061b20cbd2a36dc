/** The hot call: what a node holds and wants, and who has that. Begin with {@link org.p2pd.protocol.tracker.announce.Announce}. */
@NullMarked
package org.p2pd.protocol.tracker.announce;

import org.jspecify.annotations.NullMarked;
