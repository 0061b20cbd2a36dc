package org.p2pd.origin.settings;

/** A setting that the origin cannot start with. The message is a sentence that says what to write instead. */
public final class SettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param name the environment variable
   * @param value what was set
   * @param expected what would be right
   */
  public SettingException(String name, Object value, String expected) {
    super(name + ": " + value + " (expected: " + expected + ")");
  }
}
