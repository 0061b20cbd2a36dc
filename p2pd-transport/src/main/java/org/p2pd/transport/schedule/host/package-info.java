/**
 * What this process knows of hosts, whatever they hold: rate, round trip, failures, lies, and how much may be asked of origins.
 * Pure. Door: {@link org.p2pd.transport.schedule.host.HostBook}.
 */
@NullMarked
package org.p2pd.transport.schedule.host;

import org.jspecify.annotations.NullMarked;
