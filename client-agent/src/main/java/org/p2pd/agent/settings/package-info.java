/** What a user can set. */
@NullMarked
package org.p2pd.agent.settings;

import org.jspecify.annotations.NullMarked;
