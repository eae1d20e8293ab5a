package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public API and SPI, member by member, as {@code api.txt} has them: whoever changes one sees
 * it in the difference. Written anew with {@code -Dapi.write=true}.
 */
class PublicApiTest {
  private static final Path LIST = Path.of("src/test/resources/api.txt");
  private static final List<String> TOOLS =
      List.of("dev.duly.bench.", "dev.duly.cli.", "dev.duly.lab.", "dev.duly.tck.");

  @Test
  void it_is_as_it_is_listed() throws IOException {
    String api = String.join("\n", lines()) + "\n";
    if (Boolean.getBoolean("api.write")) {
      Files.writeString(LIST, api);
    }
    assertThat(api).contains("class dev.duly.Duly\n", "interface dev.duly.backend.Backend\n");
    assertThat(api).isEqualTo(Files.readString(LIST));
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.duly").stream()
            .filter(type -> isOfLibrary(type) && isShown(type))
            .filter(type -> !type.getSimpleName().startsWith("Bare"))
            .sorted(Comparator.comparing(JavaClass::getName))
            .forEach(
                type -> {
                  lines.add(kind(type) + " " + type.getName());
                  members(type).forEach(member -> lines.add("  " + member));
                });
    return lines;
  }

  private static boolean isOfLibrary(JavaClass type) {
    return TOOLS.stream().noneMatch((type.getPackageName() + ".")::startsWith);
  }

  /** Public, and so is all that it stands in. */
  private static boolean isShown(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(PublicApiTest::isShown).orElse(true);
  }

  private static String kind(JavaClass type) {
    if (type.isInterface()) {
      return "interface";
    } else if (type.isEnum()) {
      return "enum";
    }
    return type.isRecord() ? "record" : "class";
  }

  private static List<String> members(JavaClass type) {
    return type.getMembers().stream()
        .filter(PublicApiTest::isShown)
        .map(PublicApiTest::text)
        .sorted()
        .toList();
  }

  private static boolean isShown(JavaMember member) {
    return Stream.of(JavaModifier.PUBLIC, JavaModifier.PROTECTED)
            .anyMatch(member.getModifiers()::contains)
        && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static String text(JavaMember member) {
    String mode = member.getModifiers().contains(JavaModifier.STATIC) ? "static " : "";
    if (member instanceof JavaField field) {
      return mode + field.getName() + ": " + field.getRawType().getName();
    }
    JavaCodeUnit code = (JavaCodeUnit) member;
    String parameters =
        code.getRawParameterTypes().stream()
            .map(JavaClass::getName)
            .collect(Collectors.joining(", "));
    return mode + code.getName() + "(" + parameters + "): " + code.getRawReturnType().getName();
  }
}
