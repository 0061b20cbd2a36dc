package org.p2pd.standalone;

import org.junit.jupiter.api.Test;
import org.p2pd.testkit.architecture.ArchitectureRules;
import org.p2pd.testkit.architecture.SourceRules;

class ArchitectureTest {
  @Test
  void classes_keepTheRules() {
    ArchitectureRules.check("org.p2pd.standalone");
  }

  @Test
  void sources_areTidy() {
    SourceRules.check();
  }
}
