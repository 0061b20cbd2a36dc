/** The trackers whose publications and manifests a site's tracker takes over. Asks them; keeps nothing but answers. */
@NullMarked
package org.p2pd.tracker.upstream;

import org.jspecify.annotations.NullMarked;
