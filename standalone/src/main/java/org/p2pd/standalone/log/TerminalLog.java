package org.p2pd.standalone.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Logs go to standard error: standard output is for what was asked for. Logback makes an instance (see {@code
 * META-INF/services}) when the first logger is used.
 *
 * <p>System properties: {@code p2pd.log.level} [INFO], {@code p2pd.log.trace} [0 = how many frames of a stack trace, or
 * full], {@code p2pd.log.failures} [ERROR], {@code p2pd.log.access} [INFO; DEBUG = a line for every answer,
 * docs/operations.md].
 */
public final class TerminalLog extends ContextAwareBase implements Configurator {
  private static final String BOOT = "org.springframework.boot.";

  /** For Logback. */
  public TerminalLog() {}

  @Override
  public ExecutionStatus configure(LoggerContext log) {
    setUp(log);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Sets up {@code log}, of which nothing is set up yet. */
  static void setUp(LoggerContext log) {
    Logger root = log.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level("p2pd.log.level", Level.INFO));
    root.addAppender(standardError(log));
    // Profiles are nothing that p2pd has.
    log.addTurboFilter(new NoProfiles());
    log.getLogger("p2pd.access").setLevel(level("p2pd.log.access", Level.INFO));
    log.getLogger(BOOT + "SpringApplication").setLevel(level("p2pd.log.failures", Level.ERROR));
    // The one command says why a service does not start, in one sentence.
    log.getLogger(BOOT + "diagnostics.LoggingFailureAnalysisReporter").setLevel(Level.OFF);
    log.getLogger(BOOT + "autoconfigure.logging.ConditionEvaluationReportLogger")
        .setLevel(Level.WARN);
    log.getLogger(BOOT + "web.server.reactive.context").setLevel(Level.ERROR);
  }

  private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext log) {
    PatternLayoutEncoder lines = new PatternLayoutEncoder();
    lines.setContext(log);
    lines.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{24} %msg%n%ex{"
        + System.getProperty("p2pd.log.trace", "0") + "}");
    lines.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(log);
    appender.setTarget("System.err");
    appender.setEncoder(lines);
    appender.start();
    return appender;
  }

  private static Level level(String property, Level usual) {
    return Level.toLevel(System.getProperty(property), usual);
  }
}
