package org.p2pd.tracker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses classes = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("org.p2pd.tracker");

  @Test
  void handoutPolicy_isPure() {
    noClasses()
        .that()
        .resideInAPackage("org.p2pd.tracker.handout")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reactor..", "org.springframework..", "java.time..", "java.io..")
        .check(classes);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("org.p2pd.tracker.(*)..").should().beFreeOfCycles().check(classes);
  }
}
