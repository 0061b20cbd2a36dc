/** What every agent is made of, with or without a server around it: store, membership, fetch engine. */
@NullMarked
package org.p2pd.agent.node;

import org.jspecify.annotations.NullMarked;
