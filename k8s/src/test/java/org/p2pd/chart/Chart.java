package org.p2pd.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The chart in {@code k8s/p2pd}, rendered by Helm itself, in this process. */
final class Chart {
  private static final String KUBERNETES = "1.31.0";

  private final Path directory;

  Chart(Path directory) {
    this.directory = directory;
  }

  /** The repository's root. */
  static Path root() {
    return Path.of(System.getProperty("p2pd.root", "..")).toAbsolutePath().normalize();
  }

  /** The chart as it is in the repository. */
  static Chart shipped() {
    return new Chart(root().resolve("k8s/p2pd"));
  }

  /** All templates with the test hook an ordinary document: {@code template} leaves hooks out. */
  static Chart withHooks(Path copy) throws IOException {
    Path chart = shipped().directory;
    try (var files = Files.walk(chart)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(chart.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(
            target, Files.readString(file).replace("helm.sh/hook: test", "hook: test"));
      }
    }
    return new Chart(copy);
  }

  /** What {@code helm lint --strict} says. */
  LintResult lint() {
    return new Helm(directory).lint().strict().call();
  }

  /** What {@code helm template p2pd --namespace p2pd} gives with these values (YAML), as text. */
  String rendered(String values) {
    TemplateCommand command = new Helm(directory)
        .template()
        .withName("p2pd")
        .withNamespace("p2pd")
        .withKubeVersion(KUBERNETES);
    Path file = valuesFile(values);
    try {
      return command.withValuesFile(file).call();
    } finally {
      file.toFile().delete();
    }
  }

  /** The same as documents; a key that stands twice is an error. */
  List<Map<String, Object>> documents(String values) {
    return strictly(rendered(values));
  }

  /** The documents in {@code yaml}; a key that stands twice is an error. */
  static List<Map<String, Object>> strictly(String yaml) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<Map<String, Object>> documents = new ArrayList<>();
    for (Object document : new Yaml(strict).loadAll(yaml)) {
      if (document != null) {
        documents.add(asMap(document));
      }
    }
    return documents;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> asMap(Object document) {
    return (Map<String, Object>) document;
  }

  private static Path valuesFile(String values) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      return Files.writeString(file, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
