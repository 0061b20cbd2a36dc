/** The dashboard and the description of the API. */
@NullMarked
package org.p2pd.tracker.page;

import org.jspecify.annotations.NullMarked;
