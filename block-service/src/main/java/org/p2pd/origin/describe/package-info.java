/** Other doors to the same bytes, for clients that nobody here wrote: Metalink, BitTorrent, playlists. */
@NullMarked
package org.p2pd.origin.describe;

import org.jspecify.annotations.NullMarked;
