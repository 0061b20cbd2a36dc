package org.p2pd.tracker.web;

import java.util.concurrent.CompletionException;
import org.p2pd.tracker.redis.RedisUnavailableException;
import org.p2pd.transport.problem.ProblemException;
import org.p2pd.transport.problem.ProblemHandler;

/** How failures are answered where no filter sees them. */
public final class Failures {
  private Failures() {}

  /** The answer to {@code error}: of a slow Redis as {@link EdgeFilter} has it, of all else as all services have it. */
  public static ProblemException problem(Throwable error) {
    Throwable cause = error.getCause();
    Throwable failure = error instanceof CompletionException && cause != null ? cause : error;
    return failure instanceof RedisUnavailableException slow
        ? EdgeFilter.problem(slow)
        : ProblemHandler.classify(failure);
  }
}
