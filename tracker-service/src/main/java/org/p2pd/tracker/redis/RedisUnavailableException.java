package org.p2pd.tracker.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;

/** Redis is gone or too slow; trying again in a moment may help. */
public final class RedisUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a Redis answers while it starts, follows another, or its cluster has no master for the key's slot. */
  private static final List<String> PASSING_STATES =
      List.of("LOADING", "CLUSTERDOWN", "READONLY", "MASTERDOWN", "TRYAGAIN");

  private RedisUnavailableException(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  static RedisUnavailableException notConnected() {
    return new RedisUnavailableException("not connected", new RedisException("not connected"));
  }

  /** {@code error} as this exception where it means that Redis is gone or slow, else unchanged. */
  static Throwable of(Throwable error) {
    return isUnavailability(error)
        ? new RedisUnavailableException(rootMessage(error), error)
        : error;
  }

  /** The framework wraps what the client says; the reason is the innermost. */
  private static String rootMessage(Throwable error) {
    Throwable root = NestedExceptionUtils.getMostSpecificCause(error);
    return String.valueOf(root.getMessage());
  }

  private static boolean isUnavailability(Throwable error) {
    return error instanceof DataAccessResourceFailureException
        || error instanceof QueryTimeoutException
        || error instanceof TimeoutException
        || error instanceof RedisException
        || (error instanceof RedisSystemException && isConnectionTrouble(error.getCause()))
        || isLoading(error);
  }

  /** A command refused before it was sent; an error that Redis itself answered is ours, and a fault. */
  private static boolean isConnectionTrouble(@Nullable Throwable cause) {
    return cause instanceof IOException
        || (cause instanceof RedisException && !(cause instanceof RedisCommandExecutionException));
  }

  /** The framework wraps what Redis says; its words are those of a cause. */
  private static boolean isLoading(Throwable error) {
    return Stream.<Throwable>iterate(error, Objects::nonNull, Throwable::getCause)
        .map(cause -> String.valueOf(cause.getMessage()))
        .anyMatch(message -> PASSING_STATES.stream().anyMatch(message::startsWith));
  }
}
