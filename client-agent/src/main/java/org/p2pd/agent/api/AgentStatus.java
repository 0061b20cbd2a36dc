package org.p2pd.agent.api;

import org.p2pd.protocol.tracker.BytesByRole;

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
    long served) {}
