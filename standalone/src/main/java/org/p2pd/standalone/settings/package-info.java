/** Which settings there are, so that a misspelt one is not taken for none. */
@NullMarked
package org.p2pd.standalone.settings;

import org.jspecify.annotations.NullMarked;
