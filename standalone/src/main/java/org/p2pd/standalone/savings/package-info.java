/** What the system would have saved a web server, by its access log. Decides only; {@code disk} reads the log. */
@NullMarked
package org.p2pd.standalone.savings;

import org.jspecify.annotations.NullMarked;
