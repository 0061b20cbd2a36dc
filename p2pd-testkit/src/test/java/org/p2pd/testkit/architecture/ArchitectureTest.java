package org.p2pd.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "org.p2pd.testkit";

  @Test
  void classes_keepTheRules() {
    ArchitectureRules.check(ROOT, List.of(), List.of(ROOT + ".."));
  }

  @Test
  void sources_areTidy() {
    SourceRules.check();
  }

  @Test
  void brokenRules_areFound() {
    assertThatThrownBy(() -> ArchitectureRules.onlyDiskPackagesTouchFiles(ROOT))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("java.nio.file.Files");
    assertThatThrownBy(() -> ArchitectureRules.purePackagesArePure(ROOT, "org.p2pd.testkit.http.."))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("System.nanoTime()");
    assertThatThrownBy(() -> ArchitectureRules.dependsOnlyOn(ROOT))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("com.tngtech.archunit");
    assertThatThrownBy(() -> ArchitectureRules.packagesAreSmall(ROOT, 2))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("org.p2pd.testkit.architecture: 3 classes")
        .hasMessageContaining("at most 2");
  }
}
