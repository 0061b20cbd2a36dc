package org.p2pd.transport.http;

import java.io.IOException;

/** An answer with a status other than success. */
public final class HttpStatusException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  HttpStatusException(String call, int status, String body) {
    super(call + ": status " + status + (body.isEmpty() ? "" : ", " + body));
    this.status = status;
  }

  /** The HTTP status code. */
  public int status() {
    return status;
  }
}
