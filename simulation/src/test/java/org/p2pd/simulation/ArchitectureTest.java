package org.p2pd.simulation;

import org.junit.jupiter.api.Test;
import org.p2pd.testkit.architecture.ArchitectureRules;
import org.p2pd.testkit.architecture.SourceRules;

class ArchitectureTest {
  private static final String ROOT = "org.p2pd.simulation";

  @Test
  void classes_keepTheRules() {
    ArchitectureRules.check(ROOT, ROOT + ".time..", ROOT + ".network..", ROOT + ".swarm..");
  }

  @Test
  void sources_areTidy() {
    SourceRules.check();
  }
}
