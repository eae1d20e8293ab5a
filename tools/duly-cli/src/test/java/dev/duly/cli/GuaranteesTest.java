package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test that a page names as a proof is there, and tests something. */
class GuaranteesTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|Rules))`");

  @ParameterizedTest
  @ValueSource(strings = {"guarantees.md", "contract.md"})
  void every_test_that_is_named_is_there(String page) throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher name = NAMED.matcher(Files.readString(Repository.DOCS.resolve(page)));
    while (name.find()) {
      named.add(name.group(1));
    }
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(tests()).containsAll(named);
  }

  @Test
  void each_promise_names_its_proof() throws IOException {
    List<String> rows =
        Files.readAllLines(Repository.DOCS.resolve("guarantees.md")).stream()
            .dropWhile(line -> !line.startsWith("| promise"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(10).allMatch(row -> NAMED.matcher(row).find());
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Repository.ROOT)) {
      return files
          .filter(file -> file.toString().contains("/src/") && file.toString().endsWith(".java"))
          .filter(GuaranteesTest::asserts)
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }

  private static boolean asserts(Path file) {
    try {
      String text = Files.readString(file);
      return text.contains("Test\n")
          && (text.contains("assertThat(") || text.contains("AssertionError("));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
