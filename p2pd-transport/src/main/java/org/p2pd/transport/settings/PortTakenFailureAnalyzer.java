package org.p2pd.transport.settings;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Says which port another program has, and which setting chooses another. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class PortTakenFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {
  private static final String MAIN = "server.port";
  private static final String MANAGEMENT = "management.server.port";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(P2PD_[A-Z_]+):.*}");

  private final Environment environment;

  PortTakenFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
    String taken = Integer.toString(cause.getPort());
    String property = taken.equals(environment.getProperty(MANAGEMENT)) ? MANAGEMENT : MAIN;
    return new FailureAnalysis(
        "port " + taken + " is taken by another program",
        "Stop that program, or choose another port with --" + property + "=… or "
            + environmentName(property) + " in the environment.",
        cause);
  }

  /** The name that the service's own configuration gives it, else Spring's. */
  private String environmentName(String property) {
    if (environment instanceof ConfigurableEnvironment known) {
      return known.getPropertySources().stream()
          .map(source -> placeholder(source.getProperty(property)))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(SettingNames.environment(property));
    }
    return SettingNames.environment(property);
  }

  private static @Nullable String placeholder(@Nullable Object value) {
    Matcher matcher = PLACEHOLDER.matcher(String.valueOf(value));
    return matcher.matches() ? matcher.group(1) : null;
  }
}
