package org.p2pd.tracker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;
import org.p2pd.testkit.architecture.ArchitectureRules;
import org.p2pd.testkit.architecture.SourceRules;

class ArchitectureTest {
  private static final String ROOT = "org.p2pd.tracker";

  @Test
  void classes_keepTheRules() {
    ArchitectureRules.check(ROOT, ROOT + ".handout..");
  }

  /** The simulation hands it time as numbers. */
  @Test
  void handoutPolicy_knowsNoTime() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".handout")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.time..", "java.io..")
        .check(ArchitectureRules.imported(ROOT));
  }

  @Test
  void sources_areTidy() {
    SourceRules.check();
  }
}
