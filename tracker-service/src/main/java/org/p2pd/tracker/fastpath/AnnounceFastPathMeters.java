package org.p2pd.tracker.fastpath;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.p2pd.tracker.metrics.RejectionMeters;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Counts calls on the fast path as the framework counts those of the routes: {@code http.server.requests}. */
@Component
final class AnnounceFastPathMeters {
  private final MeterRegistry meters;
  private final RejectionMeters rejections;
  private final Map<HttpStatus, Timer> byStatus = new ConcurrentHashMap<>();

  AnnounceFastPathMeters(MeterRegistry meters, RejectionMeters rejections) {
    this.meters = meters;
    this.rejections = rejections;
  }

  void answered(HttpStatus status, long nanos) {
    byStatus.computeIfAbsent(status, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    if (status.isError()) {
      rejections.count(status);
    }
  }

  private Timer timer(HttpStatus status) {
    return Timer.builder("http.server.requests")
        .tag("error", "none")
        .tag("exception", "none")
        .tag("method", "POST")
        .tag("outcome", outcome(status))
        .tag("status", Integer.toString(status.value()))
        .tag("uri", AnnounceFastPathHandler.PATH)
        .register(meters);
  }

  private static String outcome(HttpStatus status) {
    return status.is2xxSuccessful()
        ? "SUCCESS"
        : status.is4xxClientError() ? "CLIENT_ERROR" : "SERVER_ERROR";
  }
}
