package org.p2pd.agent.cli.get;

import org.p2pd.agent.cli.disk.FilmOutput.Beginning;
import org.p2pd.protocol.publication.Publication;

/**
 * A film that is there and right.
 *
 * @param place where it is
 * @param beginning what was there before
 * @param blocks how many it has
 * @param blocksFetched how many of them were fetched now
 * @param seconds how long it took
 */
record Outcome(
    Publication film,
    String place,
    Beginning beginning,
    int blocks,
    int blocksFetched,
    double seconds,
    BytesBySource sources) {}
