package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.exec.ProcessTree;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that jobs run: what they say, how they fail, and what they leave behind. */
class ExecTest extends CommandHarness {
  private String script(String name, String... lines) throws Exception {
    Path script = folder.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script.toString();
  }

  private void fail(String type, String id, String command) {
    assertThat(duly("enqueue", type, "{}", "--id", id, "--max-attempts", "1")).isZero();
    assertThat(duly("work", "--drain", "--exec", type + "=" + command)).isZero();
  }

  @Test
  void failures_are_grouped_by_type_exit_code_and_the_last_line() throws Exception {
    fail("mail", "a", script("a.sh", "echo smtp refused >&2; exit 1"));
    fail("mail", "b", script("b.sh", "echo trying >&2; echo smtp refused >&2; exit 1"));
    fail("mail", "c", script("c.sh", "echo smtp refused >&2; exit 3"));
    fail("mail", "d", script("d.sh", "echo disk full >&2; exit 1"));
    fail("image", "e", script("e.sh", "echo smtp refused >&2; exit 1"));
    out();

    assertThat(duly("error", "ls", "-o", "jsonl")).isZero();
    assertThat(out().lines()).hasSize(4);
  }

  @Test
  void the_last_line_of_standard_error_is_what_is_shown() throws Exception {
    fail(
        "py",
        "a",
        script(
            "py.sh",
            "echo 'Traceback (most recent call last):' >&2",
            "echo '  File \"mail.py\", line 3' >&2",
            "echo 'ValueError: no such address' >&2",
            "echo >&2",
            "exit 1"));
    assertThat(out()).contains("exit code 1: ValueError: no such address");

    for (String command :
        new String[] {"job ls", "dlq ls", "error ls", "job explain a", "doctor"}) {
      duly(command.split(" "));
      assertThat(out()).as(command).contains("ValueError: no such address");
    }
    assertThat(duly("job", "show", "a")).isZero();
    assertThat(out()).contains("Traceback").contains("line 3").contains("ValueError");
  }

  @Test
  void standard_error_is_the_jobs_log() throws Exception {
    assertThat(duly("enqueue", "copy", "{}", "--id", "a")).isZero();
    String copy = "echo one of 2 >&2; echo >&2; printf 'two of 2' >&2; echo '{}'";
    assertThat(duly("work", "--drain", "--exec", "copy=" + script("copy.sh", copy))).isZero();
    out();

    assertThat(duly("job", "logs", "a")).isZero();
    assertThat(out().lines().map(line -> line.replaceFirst("^\\S+ +", "")))
        .containsExactly("one of 2", "two of 2");
  }

  @Test
  @Timeout(15) // less than the child sleeps
  void the_exit_code_is_the_answer_though_a_child_holds_standard_output_open() throws Exception {
    assertThat(duly("enqueue", "d", "{}", "--id", "d")).isZero();

    assertThat(
            duly(
                "work",
                "--drain",
                "--exec",
                "d=" + script("d.sh", "cat > /dev/null; sleep 20 &", "exit 0")))
        .isZero();
    assertThat(out()).contains("✔ d d");
  }

  @Test
  void a_command_that_ignores_its_end_is_killed_with_what_it_started() throws Exception {
    ProcessTree tree =
        ProcessTree.start(
            new ProcessBuilder(
                    script(
                        "deaf.sh",
                        "trap '' TERM",
                        "sleep 60 &",
                        "echo $! > child.part && mv child.part child",
                        "while true; do sleep 1; done"))
                .directory(folder.toFile()));
    Path child = folder.resolve("child");
    while (!Files.exists(child)) {
      Thread.onSpinWait();
    }
    ProcessHandle started =
        ProcessHandle.of(Long.parseLong(Files.readString(child).strip())).orElseThrow();

    tree.end();

    assertThat(tree.process().waitFor(5, TimeUnit.SECONDS)).isTrue();
    started.onExit().get(5, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Timeout(60) // less than the children sleep
  void commands_do_not_outlive_a_worker_that_is_killed_or_told_twice(boolean killed)
      throws Exception {
    Path held = folder.resolve("held"); // a pipe: its end is the end of all that write to it
    assertThat(new ProcessBuilder("mkfifo", held.toString()).start().waitFor()).isZero();
    assertThat(duly("enqueue", "slow", "{}")).isZero();
    Path log = folder.resolve("worker.log");
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "work",
                "--exec",
                "slow="
                    + script(
                        "slow.sh", "exec > " + held, "(sleep 100 &)", "cat; echo", "sleep 100"),
                "--url",
                "sqlite:" + folder.resolve("jobs.db"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try (BufferedReader reader = Files.newBufferedReader(held)) {
      assertThat(reader.readLine()).isEqualTo("{}");

      if (killed) {
        worker.destroyForcibly();
      } else {
        worker.destroy();
        while (!Files.readString(log).contains("once more to stop at once")) {
          Thread.onSpinWait();
        }
        worker.destroy();
      }
      worker.waitFor();

      assertThat(reader.readLine()).isNull();
    }
  }

  @Test
  void a_result_that_cannot_be_kept_is_told() throws Exception {
    assertThat(duly("enqueue", "x", "{}", "--id", "x")).isZero();
    assertThat(duly("work", "--drain", "--exec", "x=" + script("x.sh", "echo log; echo '{}'")))
        .isZero();
    assertThat(out())
        .contains("✔ x x")
        .contains("no result: standard output is not one JSON value");

    assertThat(duly("enqueue", "y", "{}", "--id", "y")).isZero();
    assertThat(duly("work", "--drain", "--exec", "y=" + script("y.sh", "seq 1 100000"))).isZero();
    assertThat(out()).contains("no result: standard output is too long");
  }

  @Test
  void the_deadline_has_milliseconds_and_an_offset_in_numbers() throws Exception {
    assertThat(duly("enqueue", "x", "{}", "--id", "x")).isZero();
    assertThat(
            duly(
                "work",
                "--drain",
                "--exec",
                "x=" + script("x.sh", "echo \"\\\"$DULY_DEADLINE\\\"\"")))
        .isZero();
    String line = out();
    String deadline = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));

    assertThat(deadline).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+00:00");
    assertThat(OffsetDateTime.parse(deadline)).isNotNull();
  }

  @Test
  void a_bad_queue_is_a_mistake_in_what_was_typed() {
    assertThat(duly("work", "-q", "de fault", "--exec", "mail=cat")).isEqualTo(2);
    assertThat(err()).contains("de fault").doesNotContain("a bug in duly");
    assertThat(duly("work", "-q", "de fault=2", "--exec", "mail=cat")).isEqualTo(2);
    assertThat(err()).contains("de fault").doesNotContain("a bug in duly");
    assertThat(duly("work", "--exec", "ma il=cat")).isEqualTo(2);
    assertThat(err()).doesNotContain("a bug in duly");
  }

  @Test
  void queues_of_a_pool_have_weights_or_none() {
    duly("enqueue", "mail", "1", "-q", "critical");
    duly("enqueue", "mail", "2", "-q", "bulk");
    duly("enqueue", "mail", "3", "-q", "own");

    assertThat(duly("work", "-q", "critical=w6,bulk=w1,own=2", "--exec", "mail=cat", "--drain"))
        .isZero();
    assertThat(out()).contains("mail").contains("1").contains("2").contains("3");
    assertThat(err()).contains("working on critical=w6, bulk=w1, own=2 as");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a=w6,b      | give each queue of the pool a weight, such as b=w1, or none
          a=wx,b=w1   | -q a=wx: "x" is not a weight, such as w6
          a=w         | is not a weight, such as w6
          a=w0,b=w1   | a weight must be 1 to 1000: a has 0
          a=w1001     | a weight must be 1 to 1000: a has 1001
          a=w1,a=w2   | -q a: it is listed twice
          a=w1,a=2    | queue a is listed twice
          a=x         | -q a=x: "x" is not a number of slots
          """)
  void a_weight_that_is_none_is_refused(String queues, String said) {
    assertThat(duly("work", "-q", queues, "--exec", "mail=cat", "--drain")).isEqualTo(2);
    assertThat(err()).contains(said);
  }
}
