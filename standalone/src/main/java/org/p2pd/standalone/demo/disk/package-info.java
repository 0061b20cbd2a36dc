/** The demo's directories and its sample clip. */
@NullMarked
package org.p2pd.standalone.demo.disk;

import org.jspecify.annotations.NullMarked;
