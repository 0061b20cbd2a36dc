/** Films at http://localhost:1111/authority/path, and who may ask for them. */
@NullMarked
package org.p2pd.agent.gateway;

import org.jspecify.annotations.NullMarked;
