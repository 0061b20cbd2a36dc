package org.p2pd.transport.resolve;

import org.p2pd.protocol.content.Manifest;
import org.p2pd.protocol.publication.Publication;

/**
 * A film whose name was resolved: what it is bound to and the digests that prove its bytes.
 *
 * @param confirmedAgeSeconds how long ago the binding was confirmed by the tracker or the origin
 */
public record ResolvedContent(
    Publication publication, Manifest manifest, long confirmedAgeSeconds) {}
