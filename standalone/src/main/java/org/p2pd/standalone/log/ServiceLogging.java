package org.p2pd.standalone.log;

import ch.qos.logback.classic.LoggerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogFile;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.logback.LogbackLoggingSystem;

/**
 * The log of a service that is alone in its process: as {@link TerminalLog} has it, and levels as Boot's settings say
 * ({@code logging.level.…}). Boot makes an instance.
 */
public final class ServiceLogging extends LogbackLoggingSystem {
  /** For Boot. */
  public ServiceLogging(ClassLoader loader) {
    super(loader);
  }

  /** Has Boot use it, unless the user named another. Comes before the service. */
  public static void use() {
    if (System.getProperty(LoggingSystem.SYSTEM_PROPERTY) == null) {
      System.setProperty(LoggingSystem.SYSTEM_PROPERTY, ServiceLogging.class.getName());
    }
  }

  @Override
  protected void loadDefaults(LoggingInitializationContext context, @Nullable LogFile file) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
      log.reset();
      TerminalLog.setUp(log);
    }
  }
}
