package org.p2pd.agent.cli;

import java.util.regex.Pattern;
import reactor.core.Exceptions;

/** Why something did not work, in words for who typed the command. */
public final class Reason {
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-\\d+\\): ");

  private Reason() {}

  /** What {@code error} says, without the class and the system call that said it. */
  public static String of(Throwable error) {
    Throwable cause = Exceptions.unwrap(error);
    String message = cause.getMessage();
    return message == null ? cause.toString() : SYSTEM_CALL.matcher(message).replaceFirst("");
  }
}
