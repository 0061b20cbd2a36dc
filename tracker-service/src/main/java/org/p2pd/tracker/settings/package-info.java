/** What an operator can set, checked at the start. */
@NullMarked
package org.p2pd.tracker.settings;

import org.jspecify.annotations.NullMarked;
