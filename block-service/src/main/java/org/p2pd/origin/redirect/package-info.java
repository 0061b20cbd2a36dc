/** Sends viewers without an agent to a cache near them, where the provider wants that. */
@NullMarked
package org.p2pd.origin.redirect;

import org.jspecify.annotations.NullMarked;
