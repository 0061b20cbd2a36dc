package org.p2pd.transport.http;

import java.net.URI;

/** An answer that is not what the wire contract says; its sender is at fault. */
public final class MalformedAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedAnswerException(URI uri, Throwable cause) {
    super("answer of " + uri + " is not what the wire contract says: " + cause.getMessage(), cause);
  }
}
