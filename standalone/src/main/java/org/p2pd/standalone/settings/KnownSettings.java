package org.p2pd.standalone.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2pd.standalone.roles.Role;
import org.p2pd.transport.wire.WireFormat;
import tools.jackson.databind.JsonNode;

/**
 * The settings of all roles: the properties that the compiler wrote down of the code, as {@code docs/settings.md} has them,
 * and the names in the environment that the services' configuration adds.
 *
 * @param properties such as {@code p2pd.cache.size}
 * @param variables such as {@code P2PD_CACHE_SIZE}
 */
record KnownSettings(Set<String> properties, Set<String> variables) {
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final Pattern VARIABLE = Pattern.compile("P2PD_[A-Z]+(_[A-Z]+)*");

  /** What others than the roles read: the launcher, the images, docker-compose.yml, p2pd-open. */
  private static final List<String> OF_OTHERS = List.of(
      "P2PD_JAVA_OPTS",
      "P2PD_SERVICE",
      "P2PD_PROBE_URL",
      "P2PD_REGISTRY",
      "P2PD_VERSION",
      "P2PD_AUTHORITY",
      "P2PD_ORIGIN_URL",
      "P2PD_CACHES_URL",
      "P2PD_AGENT_PAGE");

  /** Reads them from the class path. */
  static KnownSettings load() {
    Set<String> properties = new TreeSet<>();
    Set<String> variables = new TreeSet<>(OF_OTHERS);
    try {
      for (URL url :
          Collections.list(KnownSettings.class.getClassLoader().getResources(METADATA))) {
        for (JsonNode each : WireFormat.json().readTree(bytes(url)).path("properties")) {
          String name = each.path("name").asString("");
          if (name.startsWith("p2pd.")) {
            properties.add(name);
            variables.add(variable(name));
          }
        }
      }
      for (Role role : Role.values()) {
        addVariables(role, variables);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KnownSettings(properties, variables);
  }

  private static void addVariables(Role role, Set<String> variables) throws IOException {
    URL url = KnownSettings.class.getResource("/" + role.service() + ".yml");
    if (url != null) {
      Matcher names = VARIABLE.matcher(new String(bytes(url), UTF_8));
      while (names.find()) {
        variables.add(names.group());
      }
    }
  }

  private static byte[] bytes(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    }
  }

  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
