package org.p2pd.origin.publish.disk;

import org.p2pd.origin.catalogue.FileStamp;
import org.p2pd.protocol.content.Manifest;

/**
 * What is remembered of a file that was read.
 *
 * @param version of its publication
 * @param withdrawn whether it is kept from publication, by an administrator, until it changes
 */
public record KnownFile(
    String path, FileStamp stamp, Manifest manifest, long version, boolean withdrawn) {}
