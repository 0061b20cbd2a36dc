package org.p2pd.protocol;

/**
 * A value from outside that breaks a rule of the wire contract.
 *
 * <p>The message shows the value and the expectation, {@code index: 9 (expected: 0 <= index < 8)}, and is meant to be
 * shown to whoever sent it; HTTP edges answer it with status 400.
 */
public final class MalformedValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARS_MAX = 120;

  /**
   * Creates the exception for one value.
   *
   * @param what the value's name in the wire contract
   * @param value what was received; shortened and stripped of control characters in the message
   * @param expected what would have been accepted
   */
  public MalformedValueException(String what, Object value, String expected) {
    super(what + ": " + shown(value) + " (expected: " + expected + ")");
  }

  private static String shown(Object value) {
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
    return text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "…";
  }
}
