package org.p2pd.origin.publish.disk;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells a directory from another of the same name, such as a mounted disk from the place where it was mounted.
 *
 * @param device that the directory is on; changes when a disk is mounted again
 * @param inode stays
 */
record DirectoryKey(String device, String inode) {
  private static final Pattern FORM = Pattern.compile("\\(dev=([0-9a-f]+),ino=([0-9]+)\\)");

  /** The key of a directory, or null where the system has none. */
  static @Nullable DirectoryKey of(BasicFileAttributes attributes) {
    Matcher form = FORM.matcher(String.valueOf(attributes.fileKey()));
    return form.matches() ? new DirectoryKey(form.group(1), form.group(2)) : null;
  }
}
