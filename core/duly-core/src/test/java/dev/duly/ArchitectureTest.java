package dev.duly;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A package is a direction: the application's view rests on the SPI, the SPI on the vocabulary. */
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.duly");

  @Test
  void there_is_no_cycle_between_packages() {
    slices().matching("dev.duly.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void the_vocabulary_depends_on_nothing() {
    noClasses()
        .that()
        .resideInAPackage("dev.duly.job")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.duly", "dev.duly.backend")
        .check(CORE);
  }

  @Test
  void the_spi_depends_on_the_vocabulary_alone() {
    noClasses()
        .that()
        .resideInAPackage("dev.duly.backend")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.duly")
        .check(CORE);
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
