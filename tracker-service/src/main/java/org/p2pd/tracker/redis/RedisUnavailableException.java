package org.p2pd.tracker.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;

/** Redis is gone or too slow; trying again in a moment may help. */
public final class RedisUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private RedisUnavailableException(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  static RedisUnavailableException notConnected() {
    return new RedisUnavailableException("not connected", new RedisException("not connected"));
  }

  /** {@code error} as this exception where it means that Redis is gone or slow, else unchanged. */
  static Throwable of(Throwable error) {
    return isUnavailability(error)
        ? new RedisUnavailableException(String.valueOf(error.getMessage()), error)
        : error;
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

  private static boolean isLoading(Throwable error) {
    String message = String.valueOf(error.getMessage());
    return message.contains("LOADING")
        || message.contains("CLUSTERDOWN")
        || message.contains("READONLY")
        || message.contains("MASTERDOWN");
  }
}
