package org.p2pd.tracker.host;

import org.p2pd.protocol.tracker.traffic.BytesByRole;

/**
 * A lease renewed.
 *
 * @param received how far the host's counts of received bytes moved, by sender's role
 * @param delivered how far its count of bytes handed to viewers moved
 * @param trafficSerial number of its last report of traffic by content that was counted; 0 = none was
 */
public record Renewal(LiveHost host, BytesByRole received, long delivered, long trafficSerial) {}
