package org.p2pd.protocol;

import org.junit.jupiter.api.Test;
import org.p2pd.testkit.architecture.ArchitectureRules;
import org.p2pd.testkit.architecture.SourceRules;

class ArchitectureTest {
  private static final String ROOT = "org.p2pd.protocol";

  @Test
  void classes_keepTheRules() {
    ArchitectureRules.check(ROOT, ROOT + "..");
  }

  @Test
  void module_needsTheJdkOnly() {
    ArchitectureRules.dependsOnlyOn(ROOT, "javax.crypto..");
  }

  @Test
  void sources_areTidy() {
    SourceRules.check();
  }
}
