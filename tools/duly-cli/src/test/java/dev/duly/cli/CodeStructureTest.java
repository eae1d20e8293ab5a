package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keeps the house in order and no compiler checks: read from the sources of every module. */
class CodeStructureTest {
  private static final int LINES_MAX = 350;
  private static final int FILES_MAX = 40;
  private static final int FILES_OF_A_STORE_MAX =
      60; // its parts cannot be in packages without being shown
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(dev\\.duly[\\w.]*?)\\.[A-Z]");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^public (?:final |abstract |sealed )*(?:class|record|interface|enum) ");

  /** Nouns, though they end like gerunds. */
  private static final Set<String> NOUNS = Set.of("Fencing", "Firing", "Listing", "Spelling");

  private static final Pattern RULE = Pattern.compile("\\b[Rr]ules? [A-Z]\\d");

  /** They name no actor, or are not the field's words. */
  private static final Pattern UNPLAIN =
      Pattern.compile("(?i)\\b(somebody|nobody|whoever|mend(s|ed|ing)?|bears?|heeds?)\\b");

  /** A user of the system's; a migration, which is never edited; a fact about the past. */
  private static final Pattern UNPLAIN_FOR_A_REASON =
      Pattern.compile("=nobody|\"nobody|/V\\d+__|docs/mend.md");

  /** What an application needs of a store, and the baseline of its benchmark. */
  private static final Pattern PUBLIC_IN_A_STORE =
      Pattern.compile(
          "\\w*Backend|RedisOptions|RabbitOptions|WriteConcern|PostgresSchema|Bare\\w+");

  @Test
  void no_file_is_longer_than_can_be_read() throws IOException {
    List<Path> files = Repository.sources(".java", ".lua", ".sql");

    assertThat(files).hasSizeGreaterThan(500);
    assertThat(files).filteredOn(file -> read(file).lines().count() > LINES_MAX).isEmpty();
  }

  @Test
  void no_package_is_larger_than_a_screen() throws IOException {
    Map<Path, Long> sizes =
        Repository.sources(".java").stream()
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));

    assertThat(sizes).hasSizeGreaterThan(40);
    assertThat(sizes)
        .allSatisfy((folder, files) -> assertThat(files).isLessThanOrEqualTo(most(folder)));
  }

  private static long most(Path folder) {
    return folder.toString().matches(".*/stores/[^/]+/src/main/.*")
        ? FILES_OF_A_STORE_MAX
        : FILES_MAX;
  }

  @Test
  void an_application_meets_no_number_of_a_rule() throws IOException {
    List<Path> shown =
        Repository.sources(".java").stream()
            .filter(file -> file.toString().contains("/duly-core/src/main/"))
            .filter(file -> packageOf(file).matches("dev\\.duly(\\.job|\\.query)?"))
            .toList();

    assertThat(shown).hasSizeGreaterThan(40);
    assertThat(shown).noneMatch(file -> RULE.matcher(read(file)).find());
  }

  @Test
  void prose_names_the_actor() throws IOException {
    List<Path> read = new ArrayList<>(Repository.sources(".java", ".lua", ".sql"));
    read.removeIf(file -> file.toString().contains("/src/test/"));
    read.addAll(Repository.pages());

    assertThat(read).hasSizeGreaterThan(500);
    assertThat(read.stream().flatMap(CodeStructureTest::unplain)).isEmpty();
  }

  @Test
  void no_two_packages_import_each_other() throws IOException {
    Map<String, Set<String>> imports = new TreeMap<>();
    for (Path file : Repository.sources(".java")) {
      if (file.toString().contains("/src/main/")) {
        imports.computeIfAbsent(packageOf(file), p -> new TreeSet<>()).addAll(importsOf(file));
      }
    }
    Set<String> mutual = new TreeSet<>();
    imports.forEach(
        (from, all) ->
            all.stream()
                .filter(to -> !to.equals(from) && imports.getOrDefault(to, Set.of()).contains(from))
                .forEach(to -> mutual.add(from + " and " + to)));

    assertThat(imports).hasSizeGreaterThan(20);
    assertThat(mutual).isEmpty();
  }

  @Test
  void types_are_nouns() throws IOException {
    assertThat(Repository.sources(".java"))
        .filteredOn(file -> file.toString().contains("/src/main/"))
        .extracting(CodeStructureTest::typeOf)
        .filteredOn(type -> type.endsWith("ing") && !type.matches("[A-Z][a-z]+Listing"))
        .isSubsetOf(NOUNS);
  }

  @Test
  void a_store_shows_its_backend_alone() throws IOException {
    List<String> shown =
        Repository.sources(".java").stream()
            .filter(file -> file.toString().matches(".*/stores/[^/]+/src/(main|bench)/.*"))
            .filter(file -> TYPE.matcher(read(file)).find())
            .map(CodeStructureTest::typeOf)
            .toList();

    assertThat(shown)
        .contains("SqliteBackend", "PostgresBackend", "RedisBackend", "RabbitBackend")
        .allMatch(type -> PUBLIC_IN_A_STORE.matcher(type).matches());
  }

  private static Stream<String> unplain(Path file) {
    return read(file)
        .lines()
        .map(line -> Repository.ROOT.relativize(file) + ": " + line.strip())
        .filter(line -> UNPLAIN.matcher(line).find())
        .filter(line -> !UNPLAIN_FOR_A_REASON.matcher(line).find());
  }

  private static String packageOf(Path file) {
    Matcher name = PACKAGE.matcher(read(file));
    return name.find() ? name.group(1) : "";
  }

  private static Set<String> importsOf(Path file) {
    return IMPORT.matcher(read(file)).results().map(m -> m.group(1)).collect(Collectors.toSet());
  }

  private static String typeOf(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
