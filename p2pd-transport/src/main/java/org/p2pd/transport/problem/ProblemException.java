package org.p2pd.transport.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** An answer other than success, decided at an HTTP edge; {@link ProblemHandler} writes it. */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final transient @Nullable Duration retryAfter;

  /**
   * Creates an answer.
   *
   * @param detail what happened, what was expected, what to do
   */
  public ProblemException(HttpStatus status, String detail) {
    this(status, detail, null);
  }

  private ProblemException(HttpStatus status, String detail, @Nullable Duration retryAfter) {
    super(detail, null, false, false);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** 404 with a reason. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(HttpStatus.NOT_FOUND, detail);
  }

  /** 503 that asks the client to come back after {@code retryAfter}. */
  public static ProblemException unavailable(String detail, Duration retryAfter) {
    return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, detail, retryAfter);
  }

  /** The status to answer. */
  public HttpStatus status() {
    return status;
  }

  /** When to come back; null where nobody can say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
