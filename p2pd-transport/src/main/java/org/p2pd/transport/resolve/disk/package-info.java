/** What is remembered of providers on disk. */
@NullMarked
package org.p2pd.transport.resolve.disk;

import org.jspecify.annotations.NullMarked;
