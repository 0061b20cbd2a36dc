/** The cache of the place where this machine is: named by a setting, or found in the place's own DNS. */
@NullMarked
package org.p2pd.agent.site;

import org.jspecify.annotations.NullMarked;
