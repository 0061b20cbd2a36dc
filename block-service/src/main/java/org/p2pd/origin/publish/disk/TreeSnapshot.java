package org.p2pd.origin.publish.disk;

import java.util.List;
import java.util.Map;

/**
 * What one look through the published tree saw.
 *
 * @param files by path
 * @param unreadable paths of directories that could not be listed, with a slash at the end; what is in them is unknown
 */
public record TreeSnapshot(Map<String, FoundFile> files, List<String> unreadable) {
  /** Whether the tree surely has no file of that path any more. */
  public boolean lacks(String path) {
    return !files.containsKey(path) && unreadable.stream().noneMatch(path::startsWith);
  }

  /** Whether not even the root could be listed, or its disk is not mounted. */
  public boolean isBlind() {
    return unreadable.contains("/");
  }
}
