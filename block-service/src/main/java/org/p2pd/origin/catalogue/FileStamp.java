package org.p2pd.origin.catalogue;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a file from another without reading it: two are equal where size, time and inode are. When the
 * file was made counts only between names ({@link #isSameFileAs}), because systems begin to tell it one day.
 *
 * @param size bytes
 * @param modified when it was written last
 * @param inode the file behind the name; empty where the system has no such number
 * @param born when the file was made, whatever its name was then; null where the system does not tell
 */
public record FileStamp(
    long size, Instant modified, String inode, @Nullable Instant born) {
  /** The device is left out: it changes when a disk is mounted again. */
  private static final Pattern INODE = Pattern.compile("ino=([0-9]+)");

  /** Takes the stamp from a file's attributes. */
  public static FileStamp of(BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    Matcher inode = INODE.matcher(String.valueOf(key));
    Instant modified = attributes.lastModifiedTime().toInstant();
    Instant created = attributes.creationTime().toInstant();
    return new FileStamp(
        attributes.size(),
        modified,
        inode.find() ? inode.group(1) : "",
        // Java says the time of the last change where the system does not tell.
        created.equals(modified) ? null : created);
  }

  /** Whether {@code later} is this very file, written to since; not another file under the same name. */
  public boolean isEditedInto(FileStamp later) {
    return !equals(later) && inode.equals(later.inode);
  }

  /**
   * Whether {@code other}, found under another name, is this very file, unchanged. A new file may have got the old one's
   * inode, and programs set times in whole seconds: then only the time of making tells.
   */
  public boolean isSameFileAs(FileStamp other) {
    return equals(other)
        && !inode.isEmpty()
        && (born != null && other.born != null ? born.equals(other.born) : modified.getNano() != 0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileStamp stamp
        && size == stamp.size
        && modified.equals(stamp.modified)
        && inode.equals(stamp.inode);
  }

  @Override
  public int hashCode() {
    return Objects.hash(size, modified, inode);
  }
}
