package org.p2pd.standalone.demo;

/** Hears what has started, from several threads. */
@FunctionalInterface
public interface Progress {
  /**
   * Something serves now.
   *
   * @param what such as {@code tracker}
   * @param where its address
   */
  void started(String what, String where);
}
