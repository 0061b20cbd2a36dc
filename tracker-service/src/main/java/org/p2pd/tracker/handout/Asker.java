package org.p2pd.tracker.handout;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.host.HostId;
import org.p2pd.transport.dial.Reach;

/**
 * Who asks for hosts.
 *
 * @param hostId never in its own answer; null = not registered
 * @param trustedCache a cache with operator standing, or the operator: may be told of internal origins
 * @param peersAllowed whether viewers' machines may be named to it
 * @param zone where it is, where it said so
 * @param prefix the /24 or /48 of its address
 * @param scope how far its address reaches
 */
public record Asker(
    @Nullable HostId hostId,
    boolean trustedCache,
    boolean peersAllowed,
    @Nullable String zone,
    String prefix,
    Reach scope) {}
