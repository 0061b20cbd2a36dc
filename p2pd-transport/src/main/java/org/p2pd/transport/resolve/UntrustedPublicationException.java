package org.p2pd.transport.resolve;

import org.p2pd.transport.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** A publication is not signed by a key of its provider: 502, for whoever sent it cannot be believed. */
public final class UntrustedPublicationException extends ProblemException {
  private static final long serialVersionUID = 1L;

  UntrustedPublicationException(String detail) {
    super(HttpStatus.BAD_GATEWAY, detail);
  }
}
