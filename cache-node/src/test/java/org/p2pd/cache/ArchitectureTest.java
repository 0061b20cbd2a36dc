package org.p2pd.cache;

import org.junit.jupiter.api.Test;
import org.p2pd.testkit.architecture.ArchitectureRules;
import org.p2pd.testkit.architecture.SourceRules;

class ArchitectureTest {
  @Test
  void classes_keepTheRules() {
    ArchitectureRules.check("org.p2pd.cache");
  }

  @Test
  void threads_areNotBlocked() {
    ArchitectureRules.nobodyBlocks("org.p2pd.cache");
  }

  @Test
  void sources_areTidy() {
    SourceRules.check();
  }
}
