/** Hosts: identities, roles and the proof that a host answers for its address. */
@NullMarked
package org.p2pd.protocol.host;

import org.jspecify.annotations.NullMarked;
