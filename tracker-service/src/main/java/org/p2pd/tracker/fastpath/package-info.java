/**
 * The fast path for the hot call: an announce in JSON that is here as a whole.
 *
 * <p>Taken on the connection's event loop, behind the HTTP codec and before the web framework, which would cost more than all
 * the rest. It only takes calls that will be answered: whatever is to be refused, or is not plain, goes to the routes as if
 * nothing had been there. What fails later, at Redis, is answered here.
 */
@NullMarked
package org.p2pd.tracker.fastpath;

import org.jspecify.annotations.NullMarked;
