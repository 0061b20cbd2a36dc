package org.p2pd.transport.fastpath;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Knows what can be sent without waiting. */
@FunctionalInterface
public interface FastPathSource {
  /**
   * What {@code request}, a GET without a body, stands for; null where the routes are to answer.
   *
   * <p>Called on event loops: looks into memory, never at a disk.
   *
   * @param path as sent, without a query
   */
  @Nullable
  FastPathAnswer find(String path, HttpRequest request);
}
