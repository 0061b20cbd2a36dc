/** Request targets as programs send them, made into what may stand in a URI. */
@NullMarked
package org.p2pd.agent.proxy.uri;

import org.jspecify.annotations.NullMarked;
