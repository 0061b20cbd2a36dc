package org.p2pd.standalone.roles;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/**
 * What Spring's failure analyzers make of a failed start, in one line. Boot makes an instance (see {@code
 * spring.factories}) and calls it in the thread that starts the service, which takes the result afterwards.
 */
public final class OneLineFailureReporter implements FailureAnalysisReporter {
  private static final ThreadLocal<@Nullable String> LAST = new ThreadLocal<>();

  @Override
  public void report(FailureAnalysis analysis) {
    String action = analysis.getAction();
    String what = analysis.getDescription().strip();
    String end = what.endsWith(".") ? " " : ". ";
    LAST.set(oneLine(action == null ? what : what + end + action));
  }

  /** What was reported in this thread since the last call, else the innermost cause's message. */
  static String take(Throwable failure) {
    String reported = LAST.get();
    LAST.remove();
    return reported == null ? oneLine(innermost(failure).toString()) : reported;
  }

  private static Throwable innermost(Throwable failure) {
    Throwable innermost = failure;
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      innermost = cause;
    }
    return innermost;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
