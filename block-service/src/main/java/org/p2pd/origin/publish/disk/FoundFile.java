package org.p2pd.origin.publish.disk;

import java.nio.file.Path;
import org.p2pd.origin.catalogue.FileStamp;

/**
 * A file that a scan saw.
 *
 * @param path of its name, percent-encoded, with a leading slash
 * @param file where it is
 */
public record FoundFile(String path, Path file, FileStamp stamp) {}
