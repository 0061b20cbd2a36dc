package org.p2pd.tracker.upstream;

/** No tracker upstream gives an answer that can be believed; what is kept holds on. */
public final class UpstreamSilentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UpstreamSilentException(String message) {
    super(message, null, false, false);
  }
}
