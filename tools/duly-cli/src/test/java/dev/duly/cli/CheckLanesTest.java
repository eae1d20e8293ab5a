package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test runs in a lane of {@code ./check}: read from the tests and from {@code checks/}. */
class CheckLanesTest {
  private static final Path CHECKS = Repository.ROOT.resolve("checks");
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"(\\w+)\"\\)");
  private static final Pattern IS_A_TEST =
      Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");
  private static final Pattern SERVER =
      Pattern.compile(
          "Private(Postgres|Redis|Rabbit|Sentinels|RedisCluster)\\b|\\b(Postgres|Redis|Rabbit)UnderTest\\b");
  private static final Pattern EXCLUDED = Pattern.compile("excludedGroups='([\\w| ]+)'");
  private static final Pattern INCLUDED = Pattern.compile("(?m)(?:^|[ D])groups[+]?='?([\\w| ]+)");
  private static final Pattern NAMED = Pattern.compile("(?<![*\\w])([A-Z]\\w*Test)\\b");

  @Test
  void what_fast_leaves_out_is_in_another_lane() throws IOException {
    Set<String> tags = tags();

    assertThat(tags).contains("server", "mutants", "faults", "older");
    assertThat(included()).containsAll(excluded());
    assertThat(tags).allMatch(tag -> tag.equals("kit") || excluded().contains(tag));
  }

  @Test
  void a_test_that_starts_a_server_is_not_in_fast() throws IOException {
    assertThat(tests())
        .filteredOn(file -> SERVER.matcher(read(file)).find())
        .hasSizeGreaterThan(40)
        .allMatch(file -> TAG.matcher(read(file)).find());
  }

  @Test
  void every_test_has_the_name_of_one() throws IOException {
    List<Path> all =
        Repository.sources(".java").stream()
            .filter(file -> file.toString().contains("/src/test/"))
            .filter(file -> IS_A_TEST.matcher(read(file)).find())
            .toList();

    assertThat(all).hasSizeGreaterThan(100);
    assertThat(all).allMatch(file -> file.toString().endsWith("Test.java"));
  }

  @Test
  void a_test_that_a_lane_names_is_there() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> lanes = Files.list(CHECKS)) {
      lanes.forEach(
          lane -> NAMED.matcher(read(lane)).results().forEach(m -> names.add(m.group(1))));
    }
    Set<String> there = new TreeSet<>();
    tests().forEach(file -> there.add(file.getFileName().toString().replace(".java", "")));

    assertThat(names).hasSizeGreaterThan(5).isSubsetOf(there);
  }

  private static Set<String> tags() throws IOException {
    Set<String> tags = new TreeSet<>();
    for (Path test : tests()) {
      TAG.matcher(read(test)).results().forEach(m -> tags.add(m.group(1)));
    }
    return tags;
  }

  private static Set<String> excluded() {
    return groups(EXCLUDED, "fast");
  }

  private static Set<String> included() {
    return groups(INCLUDED, "kits", "faults", "older");
  }

  private static Set<String> groups(Pattern of, String... lanes) {
    Set<String> groups = new TreeSet<>();
    for (String lane : lanes) {
      of.matcher(read(CHECKS.resolve(lane)))
          .results()
          .forEach(m -> groups.addAll(List.of(m.group(1).strip().split("[ |]+"))));
    }
    groups.remove("");
    return groups;
  }

  private static List<Path> tests() throws IOException {
    return Repository.sources("Test.java");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
