package org.p2pd.transport.fetch.swarm;

import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;

/**
 * What is to be fetched.
 *
 * @param publication the binding it was found by; null where it was asked for by content id
 */
public record FetchTarget(Manifest manifest, @Nullable Publication publication) {}
