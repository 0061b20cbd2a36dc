/** What every exchange on a connection keeps to, whatever it asks for. */
@NullMarked
package org.p2pd.cache.connection;

import org.jspecify.annotations.NullMarked;
