package org.p2pd.store;

import org.junit.jupiter.api.Test;
import org.p2pd.testkit.architecture.ArchitectureRules;
import org.p2pd.testkit.architecture.SourceRules;

class ArchitectureTest {
  private static final String ROOT = "org.p2pd.store";

  @Test
  void classes_keepTheRules() {
    ArchitectureRules.check(ROOT, "org.p2pd.store.eviction..", "org.p2pd.store.index..");
  }

  @Test
  void module_needsOnlyProtocolAndLogging() {
    ArchitectureRules.dependsOnlyOn(ROOT, "org.p2pd.protocol..", "org.slf4j..");
  }

  @Test
  void sources_areTidy() {
    SourceRules.check();
  }
}
