package org.p2pd.transport.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/** A piece of work within a trace: an answer, or a request to a host. It ends once; what is said later is lost. */
public final class TracedWork {
  private static final int SERVER_ERROR = 500;

  private final TraceContext context;
  private final @Nullable Span span;

  TracedWork(TraceContext context, @Nullable Span span) {
    this.context = context;
    this.span = span;
  }

  /** What is passed on to whom it asks. */
  public TraceContext context() {
    return context;
  }

  TracedWork with(String key, String value) {
    if (span != null) {
      span.setAttribute(key, value);
    }
    return this;
  }

  TracedWork with(String key, long value) {
    if (span != null) {
      span.setAttribute(key, value);
    }
    return this;
  }

  /** Ends it with an answer's status; {@code name} is what answers of this kind have in common. */
  void answered(String name, int status) {
    if (span != null) {
      span.updateName(name);
      with("http.response.status_code", status);
      if (status >= SERVER_ERROR) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }

  /** Says that it came to nothing. */
  public void failed(Throwable error) {
    if (span != null) {
      span.setStatus(StatusCode.ERROR, String.valueOf(error.getMessage()));
    }
  }

  /** Ends it with the bytes of a body. */
  public void ended(long bytes) {
    if (span != null) {
      with("http.response.body.size", bytes);
      span.end();
    }
  }
}
