/** What the provider may set, checked before anything starts. */
@NullMarked
package org.p2pd.origin.settings;

import org.jspecify.annotations.NullMarked;
