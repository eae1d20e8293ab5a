package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java compiles and runs when it is pasted into a file. */
class ReadmeTest {
  private static final Path README = Repository.ROOT.resolve("README.md");

  @TempDir Path folder;

  @Test
  void its_java_compiles_and_runs() throws Exception {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
    assertThat(block.find()).isTrue();
    Path source = folder.resolve("Mails.java");
    Files.writeString(source, block.group(1));

    assertThat(run("java", source.toString()))
        .contains("to ada@example.org")
        .contains("to bob@example.org");
    assertThat(folder.resolve("jobs.db")).exists();
  }

  @Test
  void its_dependency_is_the_one_that_is_built() throws Exception {
    String readme = Files.readString(README).replaceAll("\\s", "");
    String pom =
        Files.readString(Repository.ROOT.resolve("bundle/duly/pom.xml")).replaceAll("\\s", "");
    String version = pom.replaceFirst(".*?(<version>.*?</version>).*", "$1");

    assertThat(pom).contains("<artifactId>duly</artifactId>");
    assertThat(readme)
        .contains("<groupId>dev.duly</groupId><artifactId>duly</artifactId>" + version);
  }

  private String run(String program, String... arguments) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", program).toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
