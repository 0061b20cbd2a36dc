package org.p2pd.transport.trace;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for every answer, with its request id: {@code LOGGING_LEVEL_P2PD_ACCESS=debug}. Silent by default, since it says who
 * watches what.
 */
public final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("p2pd.access");

  private AccessLog() {}

  /** Whether anybody reads it. */
  public static boolean isOn() {
    return LOG.isDebugEnabled();
  }

  /**
   * An answer that has ended.
   *
   * @param begunNanos when the request was here, by {@link System#nanoTime}
   */
  public static void answered(
      String requestId, String client, String method, String path, int status, long begunNanos) {
    long nanos = System.nanoTime() - begunNanos;
    LOG.atDebug()
        .addKeyValue("http.request.id", requestId)
        .addKeyValue("client.address", client)
        .addKeyValue("http.request.method", method)
        .addKeyValue("url.path", path)
        .addKeyValue("http.response.status_code", status)
        .addKeyValue("event.duration", nanos)
        .log(
            "{} {} {} {} {} ms, request {}",
            client,
            method,
            path,
            status,
            TimeUnit.NANOSECONDS.toMillis(nanos),
            requestId);
  }
}
