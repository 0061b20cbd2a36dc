/** What an operator may set, checked at the start (WIRE §5). */
@NullMarked
package org.p2pd.cache.settings;

import org.jspecify.annotations.NullMarked;
