package org.p2pd.transport;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2pd.testkit.architecture.ArchitectureRules;
import org.p2pd.testkit.architecture.SourceRules;

class ArchitectureTest {
  private static final String ROOT = "org.p2pd.transport";

  @Test
  void classes_keepTheRules() {
    ArchitectureRules.check(ROOT, List.of(ROOT + ".schedule.."), List.of());
  }

  @Test
  void threads_areNotBlocked() {
    // Leaving the tracker waits a second at most, on the thread that shuts the process down.
    ArchitectureRules.nobodyBlocks(ROOT, "TrackerSession");
  }

  @Test
  void sources_areTidy() {
    SourceRules.check();
  }
}
