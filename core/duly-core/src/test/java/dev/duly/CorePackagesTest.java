package dev.duly;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
 * A package is a direction: the application's view rests on the engine, the engine on the rules of
 * a job's fate, these on the SPI, and the SPI on the vocabulary.
 */
class CorePackagesTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.duly..");

  @Test
  void each_package_is_used_by_those_above_it_alone() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("application")
        .definedBy("dev.duly")
        .layer("bridge")
        .definedBy("dev.duly.bridge..")
        .layer("engine")
        .definedBy("dev.duly.engine..")
        .layer("lifecycle")
        .definedBy("dev.duly.lifecycle..")
        .layer("memory")
        .definedBy("dev.duly.memory..")
        .layer("support")
        .definedBy("dev.duly.backend.support..")
        .layer("broker")
        .definedBy("dev.duly.backend.broker..")
        .layer("backend")
        .definedBy("dev.duly.backend")
        .layer("room")
        .definedBy("dev.duly.backend.room..")
        .layer("schedules")
        .definedBy("dev.duly.backend.schedule..")
        .layer("schedule")
        .definedBy("dev.duly.schedule..")
        .layer("limits")
        .definedBy("dev.duly.backend.limit..")
        .layer("limit")
        .definedBy("dev.duly.limit..")
        .layer("query")
        .definedBy("dev.duly.query..")
        .layer("job")
        .definedBy("dev.duly.job..")
        .whereLayer("application")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("bridge")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("application")
        .whereLayer("lifecycle")
        .mayOnlyBeAccessedByLayers("application", "engine")
        .whereLayer("memory")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("support")
        .mayOnlyBeAccessedByLayers("memory", "bridge", "broker")
        .whereLayer("broker")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("backend")
        .mayOnlyBeAccessedByLayers(
            "application", "bridge", "broker", "engine", "lifecycle", "memory", "support")
        .whereLayer("room")
        .mayOnlyBeAccessedByLayers(
            "application", "bridge", "engine", "memory", "support", "backend", "broker")
        .whereLayer("schedules")
        .mayOnlyBeAccessedByLayers(
            "application", "engine", "lifecycle", "memory", "support", "backend")
        .whereLayer("schedule")
        .mayOnlyBeAccessedByLayers("application", "engine", "lifecycle", "support", "schedules")
        .whereLayer("limits")
        .mayOnlyBeAccessedByLayers("application", "engine", "memory", "support", "backend")
        .whereLayer("limit")
        .mayOnlyBeAccessedByLayers(
            "application", "engine", "memory", "support", "backend", "limits")
        .whereLayer("query")
        .mayOnlyBeAccessedByLayers("memory", "support", "room", "application", "broker")
        .ensureAllClassesAreContainedInArchitecture()
        .check(CORE);
  }

  @Test
  void there_is_no_cycle_between_packages() {
    slices().assignedFrom(each(CORE)).should().beFreeOfCycles().check(CORE);
  }

  private static SliceAssignment each(JavaClasses classes) {
    return new SliceAssignment() {
      @Override
      public String getDescription() {
        return "each of " + classes.size() + " classes by its package";
      }

      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return SliceIdentifier.of(type.getPackageName());
      }
    };
  }

  @Test
  void core_depends_on_the_jdk_alone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("dev.duly..", "java..", "org.jspecify..")
        .check(CORE);
  }
}
