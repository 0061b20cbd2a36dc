/** The viewer's agent: proxy, gateway, peer server and command line on the viewer's own machine. */
@NullMarked
package org.p2pd.agent;

import org.jspecify.annotations.NullMarked;
