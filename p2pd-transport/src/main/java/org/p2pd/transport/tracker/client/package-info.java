/** Single calls to a tracker, whichever of its replicas answers. Door: {@link org.p2pd.transport.tracker.client.TrackerClient}. */
@NullMarked
package org.p2pd.transport.tracker.client;

import org.jspecify.annotations.NullMarked;
