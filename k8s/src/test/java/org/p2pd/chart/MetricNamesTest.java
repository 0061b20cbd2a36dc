package org.p2pd.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboards and alerts ask for metrics that {@code docs/metrics.md} lists, and every alert has its runbook. */
class MetricNamesTest {
  private static final Path ROOT = Chart.root();
  private static final Path RULES = ROOT.resolve("k8s/p2pd/rules/p2pd.yml");

  /** A name before a selector, a range, a closing bracket, an operator or the end; not a function, label or keyword. */
  private static final Pattern METRIC =
      Pattern.compile("(?<![a-z_0-9])([a-z][a-z0-9]*(?:_[a-z0-9]+)+|up)\\b(?!\\s*\\()");

  private static final Pattern LISTED = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|");
  private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\bby \\([^)]*\\)|\\[[^]]*]");
  private static final Pattern SERIES = Pattern.compile("_(?:bucket|count|sum|max)$");

  @Test
  void dashboardsAndAlerts_askForListedMetricsOnly() throws IOException {
    Set<String> listed = listed();
    Set<String> asked = new TreeSet<>();
    for (String expression : expressions()) {
      String bare = LABELS.matcher(expression).replaceAll(" ");
      METRIC.matcher(bare).results().map(each -> each.group(1)).forEach(asked::add);
    }
    assertThat(asked)
        .hasSizeGreaterThan(25)
        .allSatisfy(name -> assertThat(
                listed.contains(name) || listed.contains(SERIES.matcher(name).replaceAll("")))
            .as("%s stands in docs/metrics.md", name)
            .isTrue());
  }

  @Test
  void everyAlert_hasItsRunbook() throws IOException {
    String operations = Files.readString(ROOT.resolve("docs/operations.md"));
    List<String> alerts = Pattern.compile("(?m)^ +- alert: (\\w+)$")
        .matcher(Files.readString(RULES))
        .results()
        .map(each -> each.group(1))
        .toList();
    assertThat(alerts)
        .hasSizeGreaterThan(10)
        .allSatisfy(alert -> assertThat(operations).contains("\n### " + alert + "\n"));
  }

  private static Set<String> listed() throws IOException {
    return LISTED
        .matcher(Files.readString(ROOT.resolve("docs/metrics.md")))
        .results()
        .map((MatchResult each) -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> expressions() throws IOException {
    List<String> expressions = new ArrayList<>();
    collect(read(RULES), expressions);
    try (Stream<Path> dashboards = Files.list(ROOT.resolve("k8s/p2pd/dashboards"))) {
      for (Path dashboard : dashboards.toList()) {
        collect(read(dashboard), expressions);
      }
    }
    assertThat(expressions).hasSizeGreaterThan(40);
    return expressions;
  }

  private static Object read(Path file) throws IOException {
    return new KubernetesSerialization().unmarshal(Files.readString(file), Object.class);
  }

  private static void collect(Object node, List<String> expressions) {
    if (node instanceof Map<?, ?> fields) {
      if (fields.get("expr") instanceof String expression) {
        expressions.add(expression);
      }
      fields.values().forEach(each -> collect(each, expressions));
    } else if (node instanceof Iterable<?> items) {
      items.forEach(each -> collect(each, expressions));
    }
  }
}
