package org.p2pd.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/settings.md} is what the code says of its settings: names, types, defaults and meanings from the configuration
 * metadata that the compiler wrote, environment names and further defaults from each service's YAML.
 *
 * <p>{@code ./mvnw -pl standalone -am test -Dtest=SettingsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dp2pd.render=true}
 * writes it anew.
 */
class SettingsDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/settings.md");
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(P2PD_[A-Z_]+):([^}]*)}");
  private static final Pattern CODE = Pattern.compile("\\{@code ([^}]*)}");

  /** Sections by the service whose settings begin so. */
  private static final List<Section> SECTIONS = List.of(
      new Section(
          "All nodes",
          "block-service",
          List.of("p2pd.zone", "p2pd.tracker.url", "p2pd.network.", "p2pd.traces.")),
      new Section("Tracker", "tracker-service", List.of("p2pd.tracker.", "p2pd.redis.")),
      new Section("Origin", "block-service", List.of("p2pd.publish.")),
      new Section("Cache", "cache-node", List.of("p2pd.cache.")),
      new Section("Agent", "client-agent", List.of("p2pd.agent.")));

  private static final List<Map.Entry<String, String>> LISTENING = List.of(
      Map.entry("server.port", "where it is reached"),
      Map.entry("server.address", "on which address of this machine"),
      Map.entry("management.server.port", "health, metrics, administration"),
      Map.entry(
          "management.server.address",
          "on which address; `0.0.0.0` where probes or Prometheus come from other machines"));

  private record Section(String title, String service, List<String> prefixes) {
    boolean holds(String name) {
      return prefixes.stream().anyMatch(name::startsWith);
    }
  }

  @Test
  void document_isWhatTheCodeSays() throws IOException {
    String rendered = render();
    if (Boolean.getBoolean("p2pd.render")) {
      Files.writeString(DOCUMENT, rendered);
    }
    assertThat(Files.readString(DOCUMENT))
        .as(
            "docs/settings.md; a setting was added or changed: write it anew with -Dp2pd.render=true (see this test)")
        .isEqualTo(rendered);
  }

  private static String render() throws IOException {
    Map<String, JsonNode> settings = settings();
    StringBuilder text = new StringBuilder("""
        # Settings

        Written from the code by `SettingsDocumentTest`; do not edit. Each is set by its environment name, or as `--property=value`. A
        wrong value stops the start with a sentence that says what to write instead. The README of each service says more, and why.
        Sizes: `MB` = 2²⁰ bytes; durations: `450ms`, `2s`, `10m`; lists are comma-separated. What the words mean:
        [glossary](glossary.md).
        """);
    for (Section section : SECTIONS) {
      text.append("\n## ")
          .append(section.title())
          .append("\n\n| environment | property | type | default | |\n|---|---|---|---|---|\n");
      Map<Object, Object> yaml = yaml(section.service());
      if (!section.title().equals("All nodes")) {
        LISTENING.forEach(each -> text.append(listening(each.getKey(), each.getValue(), yaml)));
      }
      for (Map.Entry<String, JsonNode> each : new TreeMap<>(settings).entrySet()) {
        String name = each.getKey();
        if (section.holds(name)) {
          settings.remove(name);
          text.append(row(name, each.getValue(), String.valueOf(yaml.getOrDefault(name, ""))));
        }
      }
    }
    assertThat(settings.keySet()).as("settings in no section").isEmpty();
    return text.toString();
  }

  /** Where a service listens is Spring's to know: of these there are no metadata of ours. */
  private static String listening(String name, String meaning, Map<Object, Object> yaml) {
    String value = String.valueOf(yaml.getOrDefault(name, ""));
    Matcher placeholder = PLACEHOLDER.matcher(value);
    boolean named = placeholder.matches();
    String written = named ? placeholder.group(2) : value;
    return "| `%s` | `%s` | %s | %s | %s |\n"
        .formatted(
            named ? placeholder.group(1) : environment(name),
            name,
            name.endsWith("port") ? "Integer" : "InetAddress",
            written.isEmpty() ? unset(named) : "`" + written + "`",
            meaning);
  }

  /** The tracker alone decides by its secrets; it has a name for its address, and no default. */
  private static String unset(boolean named) {
    return named ? "`127.0.0.1`; all once both secrets are set" : "all";
  }

  private static String environment(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static String row(String name, JsonNode setting, String yaml) {
    Matcher placeholder = PLACEHOLDER.matcher(yaml);
    boolean named = placeholder.matches();
    String environment = named ? placeholder.group(1) : environment(name);
    String written = named ? placeholder.group(2) : yaml;
    String standard = written.isEmpty() ? setting.path("defaultValue").asString("") : written;
    return "| `%s` | `%s` | %s | %s | %s |%n"
        .formatted(
            environment,
            name,
            type(setting.path("type").asString("")),
            standard.isEmpty() ? "" : "`" + standard.replace("${user.home}", "~") + "`",
            meaning(setting.path("description").asString("")))
        .replace(System.lineSeparator(), "\n");
  }

  /** {@code java.util.List<java.net.URI>} is a list of URI. */
  private static String type(String type) {
    String list = type.startsWith("java.util.List<") ? "list of " : "";
    String simple = type.replaceAll("^java\\.util\\.List<|>$", "");
    return list + simple.substring(simple.lastIndexOf('.') + 1);
  }

  private static String meaning(String description) {
    return CODE.matcher(description)
        .replaceAll("`$1`")
        .replace("null = ", "unset = ")
        .replace("|", "\\|");
  }

  private static Map<String, JsonNode> settings() throws IOException {
    Map<String, JsonNode> settings = new TreeMap<>();
    for (URL url :
        Collections.list(SettingsDocumentTest.class.getClassLoader().getResources(METADATA))) {
      try (InputStream in = url.openStream()) {
        for (JsonNode setting : JsonMapper.shared().readTree(in).path("properties")) {
          String name = setting.path("name").asString("");
          if (name.startsWith("p2pd.")) {
            settings.put(name, setting);
          }
        }
      }
    }
    assertThat(settings).hasSizeGreaterThan(40);
    return settings;
  }

  private static Map<Object, Object> yaml(String service) {
    YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
    factory.setResources(new ClassPathResource(service + ".yml"));
    return factory.getObject() == null
        ? Map.of()
        : factory.getObject().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
