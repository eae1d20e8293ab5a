package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.command.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command as a person uses it: what it prints, where, and its exit code. */
class CommandTest extends CommandHarness {
  @Test
  void from_lines_to_a_result() {
    assertThat(dulyReading("{\"type\":\"hello\",\"payload\":{\"n\":1}}\n", "enqueue", "-"))
        .isZero();
    assertThat(out()).isEqualTo("enqueued 1 job\n");

    assertThat(duly("work", "-q", "default", "-n", "2", "--drain", "--exec", "hello=cat")).isZero();
    assertThat(out()).contains("✔ hello job_").contains("attempt 1/5").contains("{\"n\":1}");

    assertThat(duly("job", "ls", "state:completed", "-o", "jsonl")).isZero();
    assertThat(out()).contains("\"state\":\"completed\"").contains("\"result\":{\"n\":1}");
  }

  @Test
  void exit_codes_of_a_command_decide() {
    duly("enqueue", "bad", "{\"x\":1}", "--id", "b");
    duly("enqueue", "killed", "--max-attempts", "1", "--id", "k");
    duly("enqueue", "soft", "--id", "s");
    out();
    assertThat(
            duly(
                "work",
                "--drain",
                "-q",
                "default",
                "--exec",
                "bad=sh -c 'echo no such customer >&2; exit 65'",
                "--exec",
                "killed=sh -c 'kill -9 $$'",
                "--exec",
                "soft=sh -c 'test $DULY_ATTEMPT = 1 && exit 0'"))
        .isZero();

    assertThat(duly("dlq", "show", "b")).isZero();
    assertThat(out())
        .contains("state       dead (rejected)")
        .contains("payload     {\"x\":1}")
        .contains("exit code 65: no such customer");
    assertThat(duly("dlq", "ls")).isZero();
    assertThat(out()).contains("killed by signal 9").doesNotContain("soft");
    assertThat(duly("dlq", "retry", "b")).isZero();
    assertThat(out()).isEqualTo("retried 1 job\n");
    assertThat(duly("dlq", "retry", "--all")).isZero();
    assertThat(out()).isEqualTo("retried 1 job\n");
    assertThat(duly("dlq", "retry", "b")).isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("b cannot be retried");
  }

  @Test
  void a_temporary_failure_is_a_retry() throws Exception {
    duly("enqueue", "soft", "--id", "s", "--max-attempts", "2");
    assertThat(duly("job", "show", "s", "-o", "json")).isZero();
    out();

    Thread worker =
        new Thread(
            () ->
                duly(
                    "work",
                    "--drain",
                    "-q",
                    "default",
                    "--exec",
                    "soft=sh -c 'test $DULY_ATTEMPT = 2 || exit 75'"));
    worker.start();
    String shown = "";
    // A job and its attempts are read one after the other: the second may be newer.
    while (worker.isAlive() && !shown.contains("\"attempts\" : 1")) {
      duly("job", "show", "s", "-o", "json");
      shown = out();
    }

    assertThat(shown)
        .contains("\"attempts\" : 1")
        .contains("\"outcome\" : \"retried\"")
        .contains("exit code 75");
    worker.interrupt();
    worker.join(30_000);
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void the_url_goes_before_or_after_the_command() {
    String url = "sqlite:" + folder.resolve("other.db");

    assertThat(Main.run("--url", url, "enqueue", "hello")).isZero();
    assertThat(Main.run("job", "ls", "--url", url)).isZero();
    assertThat(out()).contains("hello");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "enqueue hello {\"n\":                | 2 | payload is not valid JSON at line 1, column 6",
        "enqueue '' {}                        | 2 | type must be 1 to 128 characters",
        "enqueue a/b {}                       | 2 | type must be 1 to 128 characters",
        "enqueue hello {} -q x/y              | 2 | queue must be 1 to 64 characters",
        "enqueue hello {} -p urgent           | 2 | priority must be high, normal or low, was \"urgent\"",
        "enqueue hello {} --in soon           | 2 | \"soon\" is not a duration",
        "enqueue hello {} --in 99999d         | 2 | longer than 100 years",
        "enqueue hello {} --in 5000d          | 2 | delay must be between 0s and 3650d",
        "enqueue hello {} --at noon           | 2 | \"noon\" is not an instant",
        "enqueue hello {} --id x/y            | 2 | id must be 1 to 64 characters",
        "enqueue hello {} --max-attempts 0    | 2 | max_attempts must be 1 to",
        "enqueue hello @missing.json          | 2 | there is no file missing.json",
        "job ls --url mysql://x               | 2 | unknown scheme \"mysql\"",
        "job ls --url jobs.db                 | 2 | has no scheme",
        "job ls --url sqlite:/nowhere/x.db    | 5 | there is no /nowhere/x.db",
        "enqueue a --url sqlite:/nowhere/x.db | 5 | there is no folder /nowhere",
        "job show nope                        | 3 | there is no job nope",
        "dlq show nope                        | 3 | there is no dead letter nope",
        "dlq retry nope                       | 3 | there is no job nope",
        "dlq retry                            | 2 | say which",
        "job cancel nope                      | 3 | there is no job nope",
        "job edit first {\"n\":                 | 2 | nothing was changed: payload is not valid JSON",
        "job edit nope {}                     | 3 | there is no job nope",
        "job retry first                      | 6 | first cannot be retried: it is waiting",
        "dlq discard first                    | 3 | there is no dead letter first",
        "audit --limit 0                      | 2 | --limit must be 1 to 1000",
        "queue pause defualt                  | 3 | Did you mean \"default\"?",
        "job ls state:foo                     | 2 | at position 7: there is no state \"foo\"; expected waiting",
        "job ls queue:a age:1h               | 2 | at position 13: a duration is compared; expected >1h, <1h",
        "job ls --after somewhere            | 2 | --after: invalid page cursor somewhere",
        "job ls color:red                     | 2 | there is no field \"color\"; expected state:, priority:, queue:",
        "job ls --limit 0                     | 2 | --limit must be 1 to 1000",
        "demo --crash --reset                 | 2 | --reset is not for --crash",
        "work --exec x=no-such-program        | 2 | there is no program \"no-such-program\"",
        "work --exec x=cat --lease soon       | 2 | --lease \"soon\" is not a duration",
        "work --exec x=cat --lease 1ms        | 2 | its lease must be",
        "frob                                 | 2 | duly has no command frob",
        "enqueue                              | 2 | Missing required parameter",
      })
  void trouble_says_what_and_changes_nothing(String command, int exit, String message) {
    duly("enqueue", "first", "--id", "first");
    out();

    assertThat(duly(command.replace("''", "\u0000").split(" +"))).isEqualTo(exit);

    assertThat(err()).startsWith("✖ ").contains(message).doesNotContain("\tat ");
    duly("queue", "ls", "-o", "jsonl");
    assertThat(out())
        .startsWith(
            "{\"queue\":\"default\",\"paused\":false,\"waiting\":1,\"running\":0,\"completed\":0,"
                + "\"cancelled\":0,\"dead\":0,\"first_due_at\":\"20")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":                        | 2 | line 2: not valid JSON",
        "{\"payload\":1}                   | 2 | line 2: type is missing",
        "{\"type\":\"b\",\"prio\":\"high\"}| 2 | line 2: unknown field \"prio\"",
        "{\"type\":\"b\",\"queue\":7}      | 2 | line 2: queue must be a string, was 7",
        "{\"type\":\"b\",\"max_attempts\":1.5} | 2 | line 2: max_attempts must be a whole number",
        "{\"type\":\"b\",\"max_attempts\":0} | 2 | line 2: max_attempts must be 1 to 1000, was 0",
        "[1]                               | 2 | line 2: must be an object",
        "{\"type\":\"b\",\"id\":\"taken\"} | 6 | line 2: id taken exists with another",
      })
  void one_bad_line_refuses_the_bulk_and_is_named(String line, int exit, String message) {
    duly("enqueue", "other", "--id", "taken");
    out();

    assertThat(
            dulyReading("{\"type\":\"good\"}\n" + line + "\n{\"type\":\"good\"}\n", "enqueue", "-"))
        .isEqualTo(exit);

    assertThat(err()).contains("nothing was enqueued: " + message);
    duly("job", "ls", "type:good");
    assertThat(out().lines()).hasSize(1);
  }

  @Test
  void a_payload_over_the_limit_says_its_size_and_the_limit() throws Exception {
    Path big = folder.resolve("big.json");
    Files.writeString(big, "\"" + "a".repeat(300_000) + "\"");

    assertThat(duly("enqueue", "hello", "@" + big)).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("payload is 300,002 bytes, the limit is 262,144");
    assertThat(
            dulyReading(
                "{\"type\":\"x\",\"payload\":\"" + "a".repeat(300_000) + "\"}\n", "enqueue", "-"))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("line 1: payload is 300,002 bytes, the limit is 262,144");
  }

  @Test
  void an_id_of_ones_own_makes_one_job() {
    assertThat(duly("enqueue", "hello", "{\"n\":1}", "--id", "me")).isZero();
    assertThat(duly("enqueue", "hello", "{\"n\":1}", "--id", "me")).isZero();
    assertThat(out()).contains("me is there already");
    assertThat(duly("enqueue", "hello", "{\"n\":2}", "--id", "me")).isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("job me exists with another type, queue or payload");
  }

  @Test
  void a_file_that_is_no_database_is_refused() throws Exception {
    Path notes = folder.resolve("notes.txt");
    Files.writeString(
        notes, "no database, but a text that is long enough to be looked at twice".repeat(20));

    assertThat(Main.run("enqueue", "hello", "--url", "sqlite:" + notes))
        .isEqualTo(Exit.UNREACHABLE);
    assertThat(err()).contains("is not a SQLite database");
  }

  @Test
  void for_programs_trouble_is_an_object() {
    duly("enqueue", "hello");
    assertThat(duly("job", "show", "nope", "-o", "json")).isEqualTo(Exit.NOT_FOUND);

    assertThat(err())
        .startsWith(
            "{\"error\":\"not_found\",\"message\":\"there is no job nope. See: duly job ls --url sqlite:")
        .endsWith("\",\"exit\":3}\n");
  }

  @Test
  void nothing_or_help_is_the_help() {
    assertThat(Main.run()).isZero();
    assertThat(out()).contains("Usage: duly", "enqueue", "doctor");
    assertThat(Main.run("help", "job", "ls")).isZero();
    assertThat(out()).contains("Usage: duly job ls");
  }

  @ParameterizedTest
  @CsvSource({
    "jbo ls, duly has no command jbo. Did you mean job?",
    "job dlete x, duly job has no command dlete. Did you mean delete?",
    "job, duly job needs a command",
    "doctor --fail-onn x, duly doctor has no option --fail-onn. Did you mean --fail-on?",
    "version now, duly version takes no now",
    "--url mysql://x job ls, 'redis://'",
  })
  void what_was_mistyped_is_told_with_what_was_meant(String words, String told) {
    assertThat(Main.run(words.split(" "))).isEqualTo(Exit.USAGE);
    assertThat(err()).contains(told).doesNotContain("Unmatched", "option option");
  }

  @Test
  void every_command_has_help_with_an_example() {
    List<String> commands = new ArrayList<>();
    addTo(commands, Main.everything(), "");
    assertThat(commands).hasSizeGreaterThan(30).contains("version", "dlq retry");
    for (String command : commands) {
      List<String> words = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
      words.add("--help");
      assertThat(Main.run(words.toArray(new String[0]))).isZero();
      assertThat(out()).as(command).contains("Example").contains("duly " + command);
    }
  }

  private static void addTo(List<String> commands, CommandLine of, String before) {
    of.getSubcommands()
        .forEach(
            (name, command) -> {
              commands.add(before + name);
              addTo(commands, command, before + name + " ");
            });
  }
}
