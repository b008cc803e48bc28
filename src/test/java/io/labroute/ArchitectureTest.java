package io.labroute;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Repository;

@AnalyzeClasses(packages = "io.labroute", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule roomsSeeOnlyFloorsBelowThem = layeredArchitecture().consideringOnlyDependenciesInLayers()
      .layer("application").definedBy("io.labroute")
      .layer("cli").definedBy("io.labroute.cli..")
      .layer("web").definedBy("io.labroute.web..")
      .layer("routing").definedBy("io.labroute.routing..")
      .layer("simulation").definedBy("io.labroute.simulation..")
      .layer("execution").definedBy("io.labroute.execution..")
      .layer("migration").definedBy("io.labroute.migration..")
      .layer("schedule").definedBy("io.labroute.schedule..")
      .layer("campaign").definedBy("io.labroute.campaign..")
      .layer("worklist").definedBy("io.labroute.worklist..")
      .layer("timing").definedBy("io.labroute.timing..")
      .layer("tracking").definedBy("io.labroute.tracking..")
      .layer("catalog").definedBy("io.labroute.catalog..")
      .layer("measurement").definedBy("io.labroute.measurement..")
      .layer("ingest").definedBy("io.labroute.ingest..")
      .layer("audit").definedBy("io.labroute.audit..")
      .layer("platform").definedBy("io.labroute.platform..")
      .layer("lab").definedBy("io.labroute.lab..")
      .whereLayer("application").mayNotBeAccessedByAnyLayer()
      .whereLayer("cli").mayOnlyBeAccessedByLayers("application")
      .whereLayer("web").mayNotBeAccessedByAnyLayer()
      .whereLayer("routing").mayOnlyBeAccessedByLayers("web", "cli")
      .whereLayer("simulation").mayOnlyBeAccessedByLayers("routing", "web", "cli")
      .whereLayer("execution").mayOnlyBeAccessedByLayers("simulation", "routing", "web")
      .whereLayer("migration").mayOnlyBeAccessedByLayers("routing", "web")
      .whereLayer("worklist").mayOnlyBeAccessedByLayers("simulation", "execution", "web", "cli")
      .whereLayer("schedule").mayOnlyBeAccessedByLayers("execution", "cli")
      .whereLayer("campaign").mayOnlyBeAccessedByLayers("simulation", "execution", "migration", "routing", "web")
      .whereLayer("timing").mayOnlyBeAccessedByLayers("execution", "migration", "routing", "web")
      .whereLayer("catalog").mayOnlyBeAccessedByLayers("campaign", "simulation", "migration", "routing", "web")
      .whereLayer("measurement").mayOnlyBeAccessedByLayers("campaign", "migration", "routing", "web")
      .whereLayer("tracking").mayOnlyBeAccessedByLayers("campaign", "timing", "simulation", "execution", "migration", "routing", "web")
      .whereLayer("ingest")
      .mayOnlyBeAccessedByLayers("catalog", "measurement", "tracking", "campaign", "worklist", "simulation", "execution", "migration",
          "routing", "web", "cli")
      .whereLayer("audit").mayOnlyBeAccessedByLayers(
          "ingest", "catalog", "measurement", "tracking", "campaign", "simulation", "execution", "migration", "routing", "web", "cli")
      .whereLayer("platform").mayOnlyBeAccessedByLayers(
          "audit", "ingest", "catalog", "measurement", "tracking", "timing", "campaign", "simulation", "execution", "migration", "routing",
          "web", "cli")
      .because("data flows upwards only: move what is needed by both into the lower room, or pass it in as a value");

  @ArchTest
  static final ArchRule camelStaysInRouting = noClasses().that().resideOutsideOfPackage("io.labroute.routing..")
      .should().dependOnClassesThat().resideInAPackage("org.apache.camel..")
      .because("routes say where, when and which; write the rule in its own room and call it from a processor");

  @ArchTest
  static final ArchRule sqlStaysInRepositories = noClasses()
      .that().areNotAnnotatedWith(Repository.class).and().haveSimpleNameNotEndingWith("Store")
      .and().resideOutsideOfPackage("io.labroute.platform..").and().doNotHaveSimpleName("CopyRows")
      .and().doNotHaveSimpleName("Failures")
      .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "org.springframework.jdbc..", "org.postgresql..")
      .because("statements live in *Repository and *Store classes, beside nothing else");

  @ArchTest
  static final ArchRule worklistsArePure = noClasses().that().resideInAPackage("io.labroute.worklist..")
      .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "org.apache.camel..", "java.sql..")
      .because("a worklist depends on its plan alone: pass in what it needs as a value");

  @ArchTest
  static final ArchRule schedulesArePure = noClasses().that().resideInAPackage("io.labroute.schedule..")
      .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "org.apache.camel..", "java.sql..",
          "io.labroute.ingest..", "io.labroute.audit..", "io.labroute.platform..")
      .because("a plan is made of a problem alone: pass in as a value what the room needs to know");

  @ArchTest
  static final ArchRule oneSolverPackage = noClasses().that().resideOutsideOfPackage("io.labroute.schedule.cpsat..")
      .should().dependOnClassesThat().resideInAPackage("com.google.ortools..")
      .because("its natives crash the process when misused: ask CpSat, which knows the traps");

  @ArchTest
  static final ArchRule validatorIsIndependent = classes().that().haveFullyQualifiedName("io.labroute.schedule.Validator")
      .should().onlyDependOnClassesThat(
          resideInAnyPackage("java..", "io.labroute.lab..", "org.jspecify..")
              .or(assignableTo(Record.class))
              .or(assignableTo(Enum.class))
              .or(simpleNameStartingWith("Validator")))
      .because("a validator that shares code with a solver shares its mistakes");

  @ArchTest
  static final ArchRule labKnowsNoFramework = noClasses().that().resideInAPackage("io.labroute.lab..")
      .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "org.apache.camel..", "java.sql..")
      .because("the words of the lab are plain values that every room can use");

  @ArchTest
  static final ArchRule timeComesFromTheInjectedClock = noClasses()
      .should().callMethod(java.time.Instant.class, "now")
      .orShould().callMethod(java.time.LocalDate.class, "now")
      .orShould().callMethod(java.time.LocalDateTime.class, "now")
      .orShould().callMethod(java.time.OffsetDateTime.class, "now")
      .orShould().callMethod(System.class, "currentTimeMillis")
      .because("tests and the simulated lab set the time: take a java.time.Clock in the constructor");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs = noClasses()
      .should().haveSimpleNameEndingWith("Manager").orShould().haveSimpleNameEndingWith("Helper")
      .orShould().haveSimpleNameEndingWith("Util").orShould().haveSimpleNameEndingWith("Utils")
      .orShould().haveSimpleNameEndingWith("Impl").orShould().haveSimpleNameStartingWith("Abstract")
      .because("a class that is named after the lab's word for it is found by that word");

  @ArchTest
  static final ArchRule controllersStayInWeb = classes()
      .that().areAnnotatedWith(org.springframework.web.bind.annotation.RestController.class)
      .should().resideInAPackage("io.labroute.web..").andShould().notBePublic()
      .because("REST is an edge for people and programs; nothing inside calls it");

  @ArchTest
  static final ArchRule everyRoomSaysWhatItOwns = classes().should(new ArchCondition<>("live in a package that is described") {
    @Override
    public void check(JavaClass type, ConditionEvents events) {
      Path description = Path.of("src/main/java", type.getPackageName().split("\\.")).resolve("package-info.java");
      boolean described;
      try {
        described = type.getPackageName().equals("io.labroute")
            || Files.exists(description) && Files.readString(description).contains("@NullMarked");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (!described) {
        events.add(SimpleConditionEvent.violated(type, description + " is missing or not @NullMarked"));
      }
    }
  }).because("a newcomer reads there what the room owns and what it must not know");
}
