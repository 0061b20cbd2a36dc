package org.p2pd.transport.fastpath;

import java.util.function.Function;
import org.p2pd.protocol.content.ByteRange;
import org.p2pd.transport.serve.Piece;
import org.p2pd.transport.serve.Representation;
import org.p2pd.transport.serve.ServingObserver;
import org.reactivestreams.Publisher;

/**
 * What a path stands for, ready to be sent.
 *
 * @param representation what conditions and ranges are weighed against
 * @param headers of {@code representation}; length and range are added
 * @param body opens the bytes of a range; called at most once. An error before the first piece leaves the request to the
 *     routes, a later one cuts the connection.
 */
public record FastPathAnswer(
    Representation representation,
    FixedHeaders headers,
    Function<ByteRange, Publisher<Piece>> body,
    ServingObserver observer) {}
