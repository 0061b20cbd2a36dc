/** {@code CONNECT}: bytes passed both ways, unread (RFC 9110 §9.3.6). */
@NullMarked
package org.p2pd.agent.proxy.tunnel;

import org.jspecify.annotations.NullMarked;
