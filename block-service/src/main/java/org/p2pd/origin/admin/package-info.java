/** What an administrator sees and does on the management port: the publications. */
@NullMarked
package org.p2pd.origin.admin;

import org.jspecify.annotations.NullMarked;
