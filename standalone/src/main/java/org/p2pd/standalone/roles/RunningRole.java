package org.p2pd.standalone.roles;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service that serves, as one Spring context of this process. */
public final class RunningRole implements AutoCloseable {
  private final Role role;
  private final ConfigurableApplicationContext context;

  private RunningRole(Role role, ConfigurableApplicationContext context) {
    this.role = role;
    this.context = context;
  }

  /**
   * Starts the only service of this process. It ends with the process, gracefully.
   *
   * @param settings as on the service's own command line, {@code --server.port=7070}
   * @throws RoleFailedException when it does not start
   */
  public static RunningRole alone(Role role, List<String> settings) {
    return run(role, builder(role), settings);
  }

  /**
   * Starts a service among others of this process. It ends with {@link #close}, and takes nothing with it that others
   * need.
   *
   * @throws RoleFailedException when it does not start
   */
  public static RunningRole among(Role role, List<String> settings) {
    // What the build wrote down of beans is for a service alone: here it has its own event loops.
    SpringApplicationBuilder builder = builder(role)
        .properties(OwnEventLoops.PROPERTY + "=true", "spring.aot.enabled=false")
        .registerShutdownHook(false);
    return run(role, builder, settings);
  }

  private static SpringApplicationBuilder builder(Role role) {
    return new SpringApplicationBuilder(role.application())
        .main(role.application())
        .properties(Map.of("spring.config.name", role.service(), Role.PROPERTY, role.title()));
  }

  private static RunningRole run(
      Role role, SpringApplicationBuilder builder, List<String> settings) {
    try {
      return new RunningRole(role, builder.run(settings.toArray(String[]::new)));
    } catch (RuntimeException e) {
      throw new RoleFailedException(role, OneLineFailureReporter.take(e), e);
    }
  }

  /** What it does. */
  public Role role() {
    return role;
  }

  /** Where it serves, such as {@code http://localhost:7070}. */
  public String url() {
    return "http://localhost:" + property("local.server.port");
  }

  /** Where its health is, such as {@code http://localhost:7071/actuator/health}; null = nowhere. */
  public @Nullable String healthUrl() {
    String port = property("local.management.port");
    return port == null ? null : "http://localhost:" + port + "/actuator/health";
  }

  @Override
  public void close() {
    context.close();
  }

  private @Nullable String property(String name) {
    return context.getEnvironment().getProperty(name);
  }
}
