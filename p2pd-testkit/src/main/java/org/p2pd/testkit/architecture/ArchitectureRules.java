package org.p2pd.testkit.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/**
 * The rules that the compiled classes of a module keep. A module's {@code ArchitectureTest} calls {@link #check} with
 * its root package and its pure packages, or the single rules; test classes and other modules are never looked at.
 */
public final class ArchitectureRules {
  private static final Map<String, JavaClasses> IMPORTED = new ConcurrentHashMap<>();

  private static final Set<String> FILE_ACCESS = Set.of(
      "java.nio.file.Files",
      "java.nio.channels.FileChannel",
      "java.nio.channels.AsynchronousFileChannel",
      "java.io.FileInputStream",
      "java.io.FileOutputStream",
      "java.io.FileReader",
      "java.io.FileWriter",
      "java.io.RandomAccessFile");

  private static final Set<String> CLOCK_READINGS = Set.of(
      "java.lang.System.nanoTime",
      "java.lang.System.currentTimeMillis",
      "java.time.Instant.now",
      "java.time.LocalDate.now",
      "java.time.LocalDateTime.now",
      "java.time.OffsetDateTime.now",
      "java.time.ZonedDateTime.now",
      "java.lang.Math.random",
      "java.util.concurrent.ThreadLocalRandom.current");

  /** The most top-level classes of a package, its {@code package-info} not counted. */
  public static final int PACKAGE_CLASSES_MAX = 16;

  private ArchitectureRules() {}

  /** Checks every rule that holds in all modules, and reports all that are broken. */
  public static void check(String rootPackage, String... purePackages) {
    check(rootPackage, List.of(purePackages), List.of());
  }

  /**
   * As {@link #check(String, String...)}.
   *
   * @param purePackages patterns such as {@code org.p2pd.agent.scheduling..}
   * @param filePackages patterns of packages that may touch files though none of their segments is {@code disk}
   */
  public static void check(
      String rootPackage, List<String> purePackages, List<String> filePackages) {
    Assertions.assertAll(
        rootPackage,
        Stream.<Executable>of(
            () -> packagesAreNullMarked(rootPackage),
            () -> namesSaySomething(rootPackage),
            () -> purePackagesArePure(rootPackage, purePackages.toArray(String[]::new)),
            () -> onlyDiskPackagesTouchFiles(rootPackage, filePackages.toArray(String[]::new)),
            () -> packagesHaveNoCycles(rootPackage),
            () -> packagesAreSmall(rootPackage)));
  }

  /** Every package has a {@code package-info} that says {@code @NullMarked}. */
  public static void packagesAreNullMarked(String rootPackage) {
    classes()
        .should(resideInNullMarkedPackages())
        .allowEmptyShould(true)
        .check(imported(rootPackage));
  }

  /** No class is a {@code …Util}, {@code …Helper}, {@code …Manager} or {@code …Impl}. */
  public static void namesSaySomething(String rootPackage) {
    noClasses()
        .should()
        .haveNameMatching(".*(Utils?|Helper|Manager|Impl)")
        .allowEmptyShould(true)
        .check(imported(rootPackage));
  }

  /**
   * Classes of the given packages (ArchUnit patterns such as {@code org.p2pd.agent.scheduling..}) use no framework and
   * no files, and are handed time and randomness.
   */
  public static void purePackagesArePure(String rootPackage, String... purePackages) {
    noClasses()
        .that()
        .resideInAnyPackage(purePackages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reactor..", "org.springframework..", "io.netty..", "java.nio.file..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.File")
        .orShould()
        .accessTargetWhere(DescribedPredicate.describe(
            "reads a clock or draws from a global source", ArchitectureRules::readsClock))
        .allowEmptyShould(true)
        .check(imported(rootPackage));
  }

  /** Only packages with a segment {@code disk}, or among {@code alsoAllowed} (ArchUnit patterns), touch files. */
  public static void onlyDiskPackagesTouchFiles(String rootPackage, String... alsoAllowed) {
    noClasses()
        .that()
        .resideOutsideOfPackages(with(alsoAllowed, "..disk.."))
        .should()
        .dependOnClassesThat(DescribedPredicate.describe(
            "touch files", type -> FILE_ACCESS.contains(type.getName())))
        .allowEmptyShould(true)
        .check(imported(rootPackage));
  }

  /**
   * No thread waits for a reactive result ({@code Mono.block}, {@code Flux.toIterable}, …), except in classes with the
   * simple names {@code mayWait}: a command line, a shutdown.
   */
  public static void nobodyBlocks(String rootPackage, String... mayWait) {
    Set<String> exempt = Set.of(mayWait);
    noClasses()
        .that(DescribedPredicate.describe(
            "are not " + exempt, type -> !exempt.contains(outermost(type))))
        .should()
        .callMethodWhere(
            DescribedPredicate.describe("waits for a reactive result", ArchitectureRules::waits))
        .allowEmptyShould(true)
        .check(imported(rootPackage));
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureRules::outermost).orElse(type.getSimpleName());
  }

  private static boolean waits(JavaMethodCall call) {
    String owner = call.getTargetOwner().getName();
    String method = call.getTarget().getName();
    return owner.startsWith("reactor.core.publisher.")
        && (method.startsWith("block") || method.equals("toIterable") || method.equals("toStream"));
  }

  /** Packages of the module do not depend on each other in circles. */
  public static void packagesHaveNoCycles(String rootPackage) {
    slices()
        .assignedFrom(packagesOf(rootPackage))
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(imported(rootPackage));
  }

  /** No package has more than {@value #PACKAGE_CLASSES_MAX} top-level classes: a larger one holds several features. */
  public static void packagesAreSmall(String rootPackage) {
    packagesAreSmall(rootPackage, PACKAGE_CLASSES_MAX);
  }

  static void packagesAreSmall(String rootPackage, int classesMax) {
    Map<String, Long> sizes = imported(rootPackage).stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
    List<String> wrong = sizes.entrySet().stream()
        .filter(each -> each.getValue() > classesMax)
        .map(each -> each.getKey() + ": " + each.getValue() + " classes")
        .toList();
    Assertions.assertTrue(
        wrong.isEmpty(),
        () -> wrong + " (expected: at most " + classesMax + "; split the package by feature)");
  }

  /** Classes of the module depend on nothing but themselves, {@code java..}, JSpecify and {@code packages}. */
  public static void dependsOnlyOn(String rootPackage, String... packages) {
    classes()
        .should()
        .onlyDependOnClassesThat(DescribedPredicate.or(
            resideInAPackage(rootPackage + ".."),
            resideInAPackage("java.."),
            resideInAPackage("org.jspecify.."),
            DescribedPredicate.describe(
                "reside in " + Arrays.toString(packages),
                type -> Arrays.stream(packages)
                    .anyMatch(allowed -> resideInAPackage(allowed).test(type)))))
        .allowEmptyShould(true)
        .check(imported(rootPackage));
  }

  /** The module's own compiled classes, for rules of one module only. */
  public static JavaClasses imported(String rootPackage) {
    return IMPORTED.computeIfAbsent(
        rootPackage,
        root -> new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(root));
  }

  private static ArchCondition<JavaClass> resideInNullMarkedPackages() {
    return new ArchCondition<>("reside in a package whose package-info.java says @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(SimpleConditionEvent.violated(
              type, "package " + type.getPackageName() + " is not @NullMarked"));
        }
      }
    };
  }

  private static boolean readsClock(JavaAccess<?> access) {
    return CLOCK_READINGS.contains(
        access.getTargetOwner().getName() + "." + access.getTarget().getName());
  }

  private static SliceAssignment packagesOf(String rootPackage) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return resideInAPackage(rootPackage + "..").test(type)
            ? SliceIdentifier.of(type.getPackageName())
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "packages of " + rootPackage;
      }
    };
  }

  private static String[] with(String[] patterns, String more) {
    return Stream.concat(Arrays.stream(patterns), Stream.of(more)).toArray(String[]::new);
  }
}
