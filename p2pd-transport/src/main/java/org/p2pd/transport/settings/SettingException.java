package org.p2pd.transport.settings;

import java.util.function.Function;
import org.p2pd.protocol.MalformedValueException;

/** A setting that a node cannot start with. The message is a sentence that says what to write instead. */
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

  /**
   * What {@code parse} makes of {@code text}.
   *
   * @throws SettingException where it is malformed
   */
  public static <T> T read(String name, String text, Function<String, T> parse, String expected) {
    try {
      return parse.apply(text.strip());
    } catch (MalformedValueException e) {
      throw new SettingException(name, text, expected);
    }
  }
}
