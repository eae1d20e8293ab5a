package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pages show is what is there: their Java is an example's, their links lead somewhere. */
class DocsTest {
  private static final Path ROOT = Repository.ROOT;
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");

  @Test
  void the_java_of_every_how_to_stands_in_an_example_word_for_word() throws IOException {
    String examples;
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples/src"))) {
      examples =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(DocsTest::read)
              .collect(Collectors.joining());
    }
    int blocks = 0;
    for (Path page : pages("docs/how-to")) {
      Matcher java = JAVA.matcher(read(page));
      while (java.find()) {
        blocks++;
        assertThat(examples).as(page.toString()).contains(java.group(1));
      }
    }
    assertThat(blocks).isGreaterThan(5);
  }

  @Test
  void every_link_to_a_file_leads_to_one() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : Repository.pages()) {
      Matcher link = LINK.matcher(read(page));
      while (link.find()) {
        if (!link.group(1).contains("://") && !Files.exists(page.resolveSibling(link.group(1)))) {
          broken.add(page + ": " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void each_decision_is_in_the_index_and_has_the_one_form() throws IOException {
    String index = read(ROOT.resolve("docs/decisions/README.md"));
    List<Path> decisions =
        pages("docs/decisions").stream().filter(page -> !page.endsWith("README.md")).toList();
    assertThat(decisions).hasSizeGreaterThan(15);
    for (Path decision : decisions) {
      String text = read(decision);
      String number = decision.getFileName().toString().substring(0, 4);
      String title = text.substring(0, text.indexOf('\n')).replace("# " + number + " ", "");
      assertThat(index).contains("| " + number + " | [" + title + "](" + decision.getFileName());
      assertThat(text)
          .as(decision.toString())
          .contains("**What.**", "**Why.**", "**What lost.**", "**What would change our mind.**");
    }
  }

  private static List<Path> pages(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
