package org.p2pd.transport.tracker;

/** The tracker cannot be asked now; what was known before still holds. */
public final class TrackerUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrackerUnavailableException(String explanation) {
    super(explanation, null, false, false);
  }
}
