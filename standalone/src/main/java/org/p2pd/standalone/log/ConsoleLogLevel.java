package org.p2pd.standalone.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How little the log says where several services share the terminal with what a user reads. */
public final class ConsoleLogLevel {
  private ConsoleLogLevel() {}

  /** Warnings only. Comes before the first use of a logger; what the user set stays. */
  public static void logs() {
    // Spring would set up logging anew with every context.
    setUnlessSet("org.springframework.boot.logging.LoggingSystem", "none");
    setUnlessSet("p2pd.log.level", "WARN");
    setUnlessSet("p2pd.log.failures", "OFF");
  }

  /** Nothing any more. */
  public static void entirely() {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.getLoggerContext().getLoggerList().forEach(logger -> logger.setLevel(Level.OFF));
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
