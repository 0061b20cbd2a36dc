/** From a film's name to verified content: publications by their freshness rules, manifests for ever. */
@NullMarked
package org.p2pd.transport.resolve;

import org.jspecify.annotations.NullMarked;
