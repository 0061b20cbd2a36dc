/** Tests of the document of all settings. */
@NullMarked
package org.p2pd.standalone.settings;

import org.jspecify.annotations.NullMarked;
