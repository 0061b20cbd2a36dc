/** Settings that every node has, and how a wrong one is explained. */
@NullMarked
package org.p2pd.transport.settings;

import org.jspecify.annotations.NullMarked;
