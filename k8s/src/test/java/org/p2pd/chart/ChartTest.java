package org.p2pd.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {
  private static final Pattern SETTING =
      Pattern.compile("P2PD_(?:ZONE|(?:TRACKER|REDIS|PUBLISH|CACHE|NETWORK|TRACES)(?:_[A-Z]+)+)");

  /** An entry of the map of environment names that a template makes. */
  private static final Pattern ENTRY = Pattern.compile("(?m)^ +\"(P2PD_[A-Z_]+)\" ");

  /** Ports and addresses are the chart's own affair. */
  private static final List<String> NO_VALUES =
      List.of("P2PD_TRACKER_PORT", "P2PD_TRACKER_BIND", "P2PD_TRACKER_MANAGEMENT_PORT");

  static List<Path> values() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/values"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void lint_strict_findsNothing() {
    assertThat(Chart.shipped().lint().getMessages()).noneMatch(each -> !each.startsWith("[INFO]"));
    assertThat(Chart.shipped().lint().isFailed()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void everyDocument_isWhatKubernetesTakes(Path values, @TempDir Path copy) throws IOException {
    List<Map<String, Object>> documents = Chart.withHooks(copy).documents(Files.readString(values));
    assertThat(documents).isNotEmpty();
    documents.forEach(KubernetesTypes::requireValid);
    assertThat(documents.stream().map(KubernetesTypes::name)).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void everyPod_isRestricted(Path values, @TempDir Path copy) throws IOException {
    for (Map<String, Object> document : Chart.withHooks(copy).documents(Files.readString(values))) {
      Map<String, Object> pod = podOf(document);
      if (pod != null) {
        assertRestricted(KubernetesTypes.name(document), pod);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tracker: {replica: 3}                | replica",
        "tracker: {replicas: three}           | replicas",
        "auth: {trackerSecret: short}         | trackerSecret",
        "redis: {bundled: {enabled: false}}   | redis.url",
        "tracker: {enabled: false}            | externalUrls",
        "cache: {zones: []}                   | zones"
      })
  void values_unknownWrongOrMissing_areRefusedByName(String values, String named) {
    assertThatThrownBy(() -> Chart.shipped().rendered(values)).hasMessageContaining(named);
  }

  @Test
  void zones_eachGetsAStatefulSet_onItsNodes_underItsOwnNames() {
    String rendered =
        Chart.shipped().rendered("cache: {zones: [{name: a, nodeZone: eu-a}, {name: b}]}");
    assertThat(rendered)
        .contains("name: p2pd-cache-a\n", "name: p2pd-cache-b\n")
        .contains("topology.kubernetes.io/zone: eu-a")
        .contains("http://$(POD_NAME).p2pd-cache-pods.p2pd.svc.cluster.local:7090");
  }

  @Test
  void valuesAndChart_noKeyStandsTwice() throws IOException {
    for (String file : List.of("values.yaml", "Chart.yaml")) {
      assertThat(
              Chart.strictly(Files.readString(Chart.root().resolve("k8s/p2pd").resolve(file))))
          .as(file)
          .hasSize(1);
    }
  }

  @Test
  void templates_noEnvironmentNameStandsTwice() throws IOException {
    try (Stream<Path> templates = Files.list(Chart.root().resolve("k8s/p2pd/templates"))) {
      for (Path template : templates.toList()) {
        assertThat(ENTRY.matcher(Files.readString(template)).results().map(each -> each.group(1)))
            .as("%s", template.getFileName())
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void originsThatRedirect_mayAskCaches() {
    assertThat(egressOfOrigin("{}")).hasSize(1);
    assertThat(egressOfOrigin("origin: {redirect: true}")).hasSize(2);
    assertThat(egressOfOrigin("origin: {redirect: true}").get(1))
        .doesNotContainKey("to")
        .extracting("ports")
        .asString()
        .contains("1024");
  }

  private static List<Map<String, Object>> egressOfOrigin(String values) {
    return Chart.shipped().documents(values).stream()
        .filter(each -> "NetworkPolicy".equals(each.get("kind")))
        .filter(each -> "p2pd-origin".equals(map(each, "metadata").get("name")))
        .findFirst()
        .map(each -> list(map(each, "spec"), "egress"))
        .orElseThrow();
  }

  @Test
  void clients_areToldOfTheTrackersPublicUrls() {
    assertThat(Chart.shipped().rendered("tracker: {publicUrls: [http://t.example:7070]}"))
        .contains(
            "- name: P2PD_PUBLISH_TRACKER_URLS\n              value: \"http://t.example:7070\"");
  }

  @Test
  void plainManifests_areTheChartWithItsDefaults() throws IOException {
    Path file = Chart.root().resolve("k8s/manifests/p2pd.yaml");
    String rendered =
        "# helm template p2pd k8s/p2pd --namespace p2pd; made anew by ./mvnw -pl k8s test -Dp2pd.render=true\n"
            + Chart.shipped().rendered("{}").replaceAll("(?m)[ \t]+$", "").strip() + "\n";
    if (Boolean.getBoolean("p2pd.render")) {
      Files.writeString(file, rendered);
    }
    assertThat(Files.readString(file))
        .as("%s (make it anew with -Dp2pd.render=true)", file)
        .isEqualTo(rendered);
  }

  @Test
  void everySetting_ofTrackerOriginAndCache_isAValue() throws IOException {
    Path root = Chart.root();
    List<Path> settings = Stream.of("tracker-service", "block-service", "cache-node")
        .map(service -> root.resolve(service + "/src/main/resources/" + service + ".yml"))
        .toList();
    Set<String> wanted = settingsIn(settings);
    wanted.removeAll(NO_VALUES);
    try (Stream<Path> templates = Files.list(root.resolve("k8s/p2pd/templates"))) {
      assertThat(settingsIn(templates.toList())).hasSizeGreaterThan(30).containsAll(wanted);
    }
  }

  private static Set<String> settingsIn(List<Path> files) throws IOException {
    Set<String> settings = new TreeSet<>();
    for (Path file : files) {
      SETTING.matcher(Files.readString(file)).results().forEach(each -> settings.add(each.group()));
    }
    return settings;
  }

  private static void assertRestricted(String name, Map<String, Object> pod) {
    assertThat(pod)
        .as(name)
        .containsEntry("automountServiceAccountToken", false)
        .containsEntry("enableServiceLinks", false);
    assertThat(map(pod, "securityContext")).as(name).containsEntry("runAsNonRoot", true);
    assertThat(map(map(pod, "securityContext"), "seccompProfile"))
        .as(name)
        .containsEntry("type", "RuntimeDefault");
    for (Map<String, Object> container : list(pod, "containers")) {
      assertThat(map(container, "securityContext"))
          .as(name)
          .containsEntry("allowPrivilegeEscalation", false)
          .containsEntry("readOnlyRootFilesystem", true)
          .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
      assertThat(map(map(container, "resources"), "limits")).as(name).containsKey("memory");
    }
  }

  private static @Nullable Map<String, Object> podOf(Map<String, Object> document) {
    if ("Pod".equals(document.get("kind"))) {
      return map(document, "spec");
    }
    Object spec = document.get("spec");
    return spec instanceof Map<?, ?> fields && fields.containsKey("template")
        ? map(map(Chart.asMap(spec), "template"), "spec")
        : null;
  }

  private static Map<String, Object> map(Map<String, Object> parent, String key) {
    return Chart.asMap(Objects.requireNonNull(parent.get(key), key));
  }

  private static List<Map<String, Object>> list(Map<String, Object> parent, String key) {
    List<Map<String, Object>> children = new ArrayList<>();
    ((List<?>) Objects.requireNonNull(parent.get(key), key))
        .forEach(each -> children.add(Chart.asMap(each)));
    return children;
  }
}
