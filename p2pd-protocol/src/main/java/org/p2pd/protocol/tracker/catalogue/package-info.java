/**
 * What the tracker knows of names: stated by providers, resolved, listed, recalled. Begin with
 * {@link org.p2pd.protocol.tracker.catalogue.Resolution}.
 */
@NullMarked
package org.p2pd.protocol.tracker.catalogue;

import org.jspecify.annotations.NullMarked;
