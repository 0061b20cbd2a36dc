package org.p2pd.standalone.redis;

/** The embedded Redis did not start. The message is for the user: what is wrong and what to do. */
public final class RedisFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RedisFailedException(String message) {
    super(message);
  }

  RedisFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
