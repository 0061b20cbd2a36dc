package org.p2pd.agent.sharing;

import org.jspecify.annotations.Nullable;

/**
 * How sharing stands.
 *
 * @param sharing whether blocks are sent to others now
 * @param paused why not, for people; null while sharing
 * @param limitBytesPerSecond the most now, by wish or by what the line takes; 0 = not known yet
 * @param lineBytesPerSecond what the line was found to take; 0 = not measured yet
 * @param sharedThisMonth bytes sent to others in this calendar month
 * @param uploads responses to others under way
 * @param uploadsMax the most there may be at once
 */
public record SharingStatus(
    boolean sharing,
    @Nullable String paused,
    long limitBytesPerSecond,
    long lineBytesPerSecond,
    long sharedThisMonth,
    int uploads,
    int uploadsMax) {}
