package org.p2pd.transport.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class PreparedStartTest {
  private static final Map<String, Object> OWN = Map.of(
      "server.port", "7080",
      "management.server.port", "7081",
      "management.endpoints.web.exposure.include", "health");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "management.endpoints.web.exposure.include",
        "MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE",
        "management.endpoint.health.probes.enabled",
        "spring.autoconfigure.exclude[0]",
        "SPRING_PROFILES_ACTIVE",
        "spring.main.lazy-initialization",
        "spring.aot.enabled"
      })
  void settingOfTheFrameworks_mayWantOtherBeans(String name) {
    assertThat(PreparedStart.decidesOnBeans(name)).isTrue();
    assertThat(PreparedStart.fits(environment(Map.of(name, "x")))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p2pd.publish.page",
        "P2PD_AGENT_SHARE",
        "server.port",
        "logging.level.root",
        "PATH",
        "SPRINGFIELD",
        "MANAGEMENT_SERVER_ADDRESS",
        "MANAGEMENT_METRICS_SYSTEM_DISKSPACE_PATHS",
        "spring.application.pid",
        "SPRING_DATA_REDIS_LETTUCE_CLUSTER_REFRESH_PERIOD"
      })
  void settingThatIsReadAtTheStart_wantsTheSameBeans(String name) {
    assertThat(PreparedStart.decidesOnBeans(name)).isFalse();
    assertThat(PreparedStart.fits(environment(Map.of(name, "1")))).isTrue();
  }

  @Test
  void serviceWithoutAManagementPortOfItsOwn_hasOtherBeans() {
    assertThat(PreparedStart.fits(environment(Map.of("management.server.port", "7082"))))
        .isTrue();
    assertThat(PreparedStart.fits(environment(Map.of("management.server.port", "0"))))
        .isTrue();
    assertThat(PreparedStart.fits(environment(Map.of("management.server.port", "7080"))))
        .isFalse();
    assertThat(PreparedStart.fits(environment(Map.of("management.server.port", "-1"))))
        .isFalse();
  }

  @Test
  void serviceOfWhichBeansAreWrittenDown_startsWithThem_unlessASettingWantsOthers() {
    assertThat(isPrepared(Written.class, Map.of())).isTrue();
    assertThat(isPrepared(Written.class, Map.of("SPRING_AOT_ENABLED", "false"))).isFalse();
    assertThat(isPrepared(PreparedStartTest.class, Map.of())).isFalse();
  }

  /** A service, */
  private static final class Written {}

  /** and what a build writes down of it. */
  @SuppressWarnings("unused")
  private static final class Written__ApplicationContextInitializer {}

  private static boolean isPrepared(Class<?> service, Map<String, Object> given) {
    SpringApplication application = new SpringApplication(service);
    application.setMainApplicationClass(service);
    try {
      new PreparedStart().postProcessEnvironment(environment(given), application);
      return AotDetector.useGeneratedArtifacts();
    } finally {
      SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
    }
  }

  private static StandardEnvironment environment(Map<String, Object> given) {
    StandardEnvironment environment = new StandardEnvironment();
    // Whatever the machine that runs the tests has.
    environment
        .getPropertySources()
        .remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    environment
        .getPropertySources()
        .remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("Config resource 'class path resource [own.yml]'", OWN));
    environment.getPropertySources().addFirst(new MapPropertySource("commandLineArgs", given));
    return environment;
  }
}
