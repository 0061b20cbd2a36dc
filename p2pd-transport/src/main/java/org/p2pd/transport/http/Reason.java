package org.p2pd.transport.http;

import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2pd.transport.wire.WireFormat;
import reactor.core.Exceptions;
import tools.jackson.core.JacksonException;

/** Why something did not work, in words for people. */
public final class Reason {
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-\\d+\\): ");

  private static final Pattern PROBLEM = Pattern.compile("(?s)^(.*: status \\d+), (\\{.*)$");

  private Reason() {}

  /** What {@code error} says, without the class, the system call and the document that said it. */
  public static String of(Throwable error) {
    Throwable cause = Exceptions.unwrap(error);
    String message = cause.getMessage();
    if (cause instanceof TimeoutException) {
      return "no answer in time";
    }
    if (message == null) {
      return cause.toString();
    }
    if (cause instanceof UnknownHostException && !message.contains(" ")) {
      return "no such host: " + message;
    }
    return withoutDocument(SYSTEM_CALL.matcher(message).replaceFirst(""));
  }

  /** An answer that refused, with what its problem document (RFC 9457) says instead of the document. */
  private static String withoutDocument(String message) {
    Matcher problem = PROBLEM.matcher(message);
    if (!problem.matches()) {
      return message;
    }
    String detail = detail(problem.group(2));
    return problem.group(1) + (detail.isEmpty() ? "" : ", " + detail);
  }

  private static String detail(String document) {
    try {
      return WireFormat.json().readTree(document).path("detail").asString("");
    } catch (JacksonException e) {
      return "";
    }
  }
}
