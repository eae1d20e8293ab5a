package dev.duly.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/**
 * The groups of modules: a store sees the SPI alone, and only the command line sees every store.
 */
class ModuleTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.duly..");

  @Test
  void each_group_is_used_by_those_above_it_alone() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("command line")
        .definedBy("dev.duly.cli..")
        .layer("SQLite")
        .definedBy("dev.duly.sqlite..")
        .layer("PostgreSQL")
        .definedBy("dev.duly.postgres..")
        .layer("Redis")
        .definedBy("dev.duly.redis..")
        .layer("monitor")
        .definedBy("dev.duly.monitor..")
        .layer("wire")
        .definedBy("dev.duly.wire..")
        .layer("codec")
        .definedBy("dev.duly.jackson..")
        .layer("application")
        .definedBy("dev.duly", "dev.duly.engine..")
        .layer("lifecycle")
        .definedBy("dev.duly.lifecycle..")
        .layer("memory")
        .definedBy("dev.duly.memory..")
        .layer("SPI")
        .definedBy("dev.duly.backend..", "dev.duly.job..", "dev.duly.query..")
        .whereLayer("command line")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("SQLite")
        .mayOnlyBeAccessedByLayers("command line")
        .whereLayer("PostgreSQL")
        .mayOnlyBeAccessedByLayers("command line")
        .whereLayer("Redis")
        .mayOnlyBeAccessedByLayers("command line")
        .whereLayer("monitor")
        .mayOnlyBeAccessedByLayers("command line", "wire")
        .whereLayer("wire")
        .mayOnlyBeAccessedByLayers("command line")
        .whereLayer("codec")
        .mayOnlyBeAccessedByLayers("command line")
        .whereLayer("memory")
        .mayOnlyBeAccessedByLayers("command line")
        .whereLayer("lifecycle")
        .mayOnlyBeAccessedByLayers("command line", "application", "wire")
        .whereLayer("application")
        .mayOnlyBeAccessedByLayers("command line", "codec")
        .check(ALL);
  }

  @Test
  void no_packages_go_in_a_circle() {
    slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(ALL);
  }

  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  @Test
  void no_packages_of_the_command_line_go_in_a_circle() {
    slices().matching("dev.duly.cli.(*)..").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void what_is_made_of_more_than_four_things_takes_a_record() {
    constructors()
        .that()
        .areDeclaredInClassesThat(are(not(assignableTo(Record.class))))
        .and()
        .areDeclaredInClassesThat(are(not(assignableTo(Enum.class)))) // whose compiler adds two
        .and()
        .areDeclaredInClassesThat(are(not(simpleName("")))) // without a name: it hands on
        .should()
        .haveRawParameterTypes(describe("at most four", types -> types.size() <= 4))
        .check(ALL);
  }
}
