package org.p2pd.agent;

import org.junit.jupiter.api.Test;
import org.p2pd.testkit.architecture.ArchitectureRules;
import org.p2pd.testkit.architecture.SourceRules;

class ArchitectureTest {
  private static final String ROOT = "org.p2pd.agent";

  @Test
  void classes_keepTheRules() {
    ArchitectureRules.check(ROOT);
  }

  @Test
  void threads_areNotBlocked() {
    // The command line is one thread that waits for what it asked for.
    ArchitectureRules.nobodyBlocks(
        ROOT, "LsCommand", "SwarmFilm", "AgentFilm", "Resolutions", "RunningAgent");
  }

  @Test
  void sources_areTidy() {
    SourceRules.check();
  }
}
