package org.p2pd.tracker.swarm;

import org.jspecify.annotations.Nullable;

/**
 * What became of a host's report about one content.
 *
 * @param error why nothing was stored; null where it was
 * @param holders size of the swarm
 * @param manifestRenewed whether the manifest's life was prolonged
 * @param length bytes of the content; 0 where it is unknown
 */
public record Report(@Nullable String error, long holders, boolean manifestRenewed, long length) {}
