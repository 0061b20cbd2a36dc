/** What a site's tracker does besides: contents its Redis forgot are fetched from upstream again. */
@NullMarked
package org.p2pd.tracker.site;

import org.jspecify.annotations.NullMarked;
