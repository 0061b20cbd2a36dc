package org.p2pd.origin.catalogue;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param size bytes
 * @param modified when it was written last
 * @param inode the file behind the name; empty where the system has no such number
 */
public record FileStamp(long size, Instant modified, String inode) {
  /** The device is left out: it changes when a disk is mounted again. */
  private static final Pattern INODE = Pattern.compile("ino=([0-9]+)");

  /** Takes the stamp from a file's attributes. */
  public static FileStamp of(BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    Matcher inode = INODE.matcher(String.valueOf(key));
    return new FileStamp(
        attributes.size(),
        attributes.lastModifiedTime().toInstant(),
        inode.find() ? inode.group(1) : "");
  }

  /** Whether {@code later} is this very file, written to since; not another file under the same name. */
  public boolean isEditedInto(FileStamp later) {
    return !equals(later) && inode.equals(later.inode);
  }
}
