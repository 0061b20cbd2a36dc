package org.p2pd.store.disk;

import org.p2pd.protocol.content.Manifest;

/**
 * A manifest that was read and is what its name says.
 *
 * @param fileBytes the length of its file and of its note
 * @param pinned whether its content is
 */
public record FoundManifest(Manifest manifest, long fileBytes, boolean pinned) {}
