package org.p2pd.protocol.tracker;

import org.p2pd.protocol.content.ContentId;
import org.p2pd.protocol.host.HostId;

/**
 * {@code POST /v1/complaints}: a hint that a host sent wrong bytes. One complaint proves nothing.
 *
 * @param hostId who complains
 * @param accused who sent the bytes
 * @param block index of the block that did not match its digest
 * @param reason in a few words
 */
public record Complaint(
    HostId hostId, HostId accused, ContentId contentId, int block, String reason) {}
