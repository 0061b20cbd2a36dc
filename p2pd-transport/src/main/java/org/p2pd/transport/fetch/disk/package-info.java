/** What the fetch engine keeps across restarts. Door: {@link org.p2pd.transport.fetch.disk.HostFile}. */
@NullMarked
package org.p2pd.transport.fetch.disk;

import org.jspecify.annotations.NullMarked;
