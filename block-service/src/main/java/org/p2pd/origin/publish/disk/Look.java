package org.p2pd.origin.publish.disk;

import org.jspecify.annotations.Nullable;

/**
 * What a look at one entry of the tree saw.
 *
 * @param file there is a file that may be published
 * @param gone path of an entry that is not there any more
 * @param other whether there is a directory, a link, or something that only a scan can tell about
 */
public record Look(@Nullable FoundFile file, @Nullable String gone, boolean other) {
  /** An entry that is left out. */
  static final Look NOTHING = new Look(null, null, false);

  static final Look OTHER = new Look(null, null, true);

  static Look file(FoundFile file) {
    return new Look(file, null, false);
  }

  static Look gone(String path) {
    return new Look(null, path, false);
  }
}
