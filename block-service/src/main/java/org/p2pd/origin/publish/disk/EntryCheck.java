package org.p2pd.origin.publish.disk;

import org.jspecify.annotations.Nullable;

/**
 * What a look at one entry of the tree saw.
 *
 * @param file there is a file that may be published
 * @param gone path of an entry that is not there any more
 * @param other whether there is a directory, a link, or something that only a scan can tell about
 */
public record EntryCheck(@Nullable FoundFile file, @Nullable String gone, boolean other) {
  /** An entry that is left out. */
  static final EntryCheck NOTHING = new EntryCheck(null, null, false);

  static final EntryCheck OTHER = new EntryCheck(null, null, true);

  static EntryCheck file(FoundFile file) {
    return new EntryCheck(file, null, false);
  }

  static EntryCheck gone(String path) {
    return new EntryCheck(null, path, false);
  }
}
