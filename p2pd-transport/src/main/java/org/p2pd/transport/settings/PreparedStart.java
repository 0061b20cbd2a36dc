package org.p2pd.transport.settings;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.aot.AotDetector;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Starts a service with the beans that its build wrote down (Spring's ahead-of-time processing), which is quicker and
 * takes less memory, unless a setting may want other beans than the build saw: then they are decided upon anew, as without
 * it. Boot makes an instance (see {@code spring.factories}) and calls it last, when all settings are known.
 *
 * <p>The services' own settings decide on no beans. Many of Spring's and Actuator's do, so whichever is given from outside
 * counts, except those below that are known to be read at the start. So {@code SPRING_AOT_ENABLED=false} refuses it.
 */
final class PreparedStart implements EnvironmentPostProcessor {
  private static final String WRITTEN_DOWN = "__ApplicationContextInitializer";

  /** Set by Spring while a build writes down. */
  private static final String WRITING = "spring.aot.processing";

  /** As the build saw it. */
  private static final String BUILT_IN = "class path resource";

  private static final Pattern DECIDING =
      Pattern.compile("(spring|management)[._].*", Pattern.CASE_INSENSITIVE);

  /** Beginnings of names, in lower case without what parts them. */
  private static final String[] READ_AT_THE_START = {
    "springapplication",
    "springconfig",
    "springlifecycle",
    "springmainbannermode",
    "springoutput",
    "springdataredislettucecluster",
    "managementserverport",
    "managementserveraddress",
    "managementmetricssystemdiskspace",
    "managementendpointhealthshowdetails"
  };

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Class<?> service = application.getMainApplicationClass();
    SpringProperties.setFlag(
        AotDetector.AOT_ENABLED,
        service != null
            && !Boolean.getBoolean(WRITING)
            && ClassUtils.isPresent(service.getName() + WRITTEN_DOWN, service.getClassLoader())
            && fits(environment));
  }

  /** Whether {@code environment} asks for the same beans as the service's own configuration does. */
  static boolean fits(ConfigurableEnvironment environment) {
    return ManagementPortType.get(environment) == ManagementPortType.DIFFERENT
        && environment.getPropertySources().stream()
            .filter(source -> !source.getName().contains(BUILT_IN))
            .flatMap(PreparedStart::names)
            .noneMatch(PreparedStart::decidesOnBeans);
  }

  private static Stream<String> names(PropertySource<?> source) {
    return source instanceof EnumerablePropertySource<?> settings
        ? Stream.of(settings.getPropertyNames())
        : Stream.empty();
  }

  /** Whether other beans may be wanted because {@code name} is set, as a property or in the environment. */
  static boolean decidesOnBeans(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return DECIDING.matcher(name).matches()
        && Stream.of(READ_AT_THE_START).noneMatch(plain::startsWith);
  }
}
