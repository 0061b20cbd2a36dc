package org.p2pd.agent.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p2pd.agent.node.AgentNode;
import org.p2pd.agent.sharing.Sharing;
import org.p2pd.agent.sharing.SharingStatus;
import org.p2pd.protocol.tracker.traffic.BytesByRole;
import org.p2pd.store.StoreStatus;
import org.p2pd.transport.tracker.TrackerSession;
import org.p2pd.transport.tracker.traffic.TrafficCounters;

/**
 * {@code GET /api/status}: what this agent holds and moved since it started.
 *
 * @param tracker the tracker's URL
 * @param trackerState how the membership stands, for people
 * @param connected whether the tracker answered last
 * @param reachable whether others are sent to this agent
 * @param peerPort where others are answered; 0 = it only downloads
 * @param storedBytes on disk
 * @param storedBytesMax the most there may be
 * @param contents films of which something is held
 * @param received verified bytes by the role of their sender
 * @param delivered bytes handed to players
 * @param served bytes sent to other hosts
 * @param sharing whether others are sent something now, and why not; null from agents that do not say
 * @param privacy who may know what is watched: open, site or none; null from agents that do not say
 */
public record AgentStatus(
    String tracker,
    String trackerState,
    boolean connected,
    boolean reachable,
    int peerPort,
    long storedBytes,
    long storedBytesMax,
    int contents,
    BytesByRole received,
    long delivered,
    long served,
    @Nullable SharingStatus sharing,
    @Nullable String privacy) {

  static AgentStatus of(AgentNode node, Sharing sharing) {
    TrackerSession.Status membership = node.session().status();
    TrafficCounters.Snapshot moved = node.traffic().snapshot();
    StoreStatus stored = node.store().status();
    return new AgentStatus(
        node.tracker().replica().toString(),
        membership.explanation(),
        membership.connected(),
        membership.reachable(),
        node.sharedPort(),
        stored.bytesUsed(),
        stored.bytesMax(),
        stored.contents(),
        moved.received(),
        moved.delivered(),
        moved.served(),
        sharing.status(),
        node.privacy().name().toLowerCase(Locale.ROOT));
  }
}
