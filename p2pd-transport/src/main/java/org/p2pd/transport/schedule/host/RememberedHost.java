package org.p2pd.transport.schedule.host;

import java.time.Duration;

/**
 * What outlasts a restart of what is known of a host: enough to begin with the best, not to trust a liar anew.
 *
 * @param server what the host is known by for all films, as in {@link HostBook#of}
 * @param bytesPerSecond as measured, positive
 * @param roundTrip smoothed, positive
 * @param deviation of the round trip
 * @param proven whether it sent right blocks, and none wrong since
 * @param strikes how often it lied, as far as that is not settled
 * @param age since it was last dealt with
 */
public record RememberedHost(
    String server,
    double bytesPerSecond,
    Duration roundTrip,
    Duration deviation,
    boolean proven,
    int strikes,
    Duration age) {}
