/** What an operator may look at and do on the management port. */
@NullMarked
package org.p2pd.cache.admin;

import org.jspecify.annotations.NullMarked;
