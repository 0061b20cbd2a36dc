/** Where the blocks of films came from: what a viewer's page draws. */
@NullMarked
package org.p2pd.agent.provenance;

import org.jspecify.annotations.NullMarked;
