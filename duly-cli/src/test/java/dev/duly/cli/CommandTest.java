package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a person uses it: what it prints, where, and its exit code. */
class CommandTest {
  @TempDir Path folder;
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final InputStream realIn = System.in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(realOut);
    System.setErr(realErr);
    System.setIn(realIn);
  }

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
  void a_long_list_comes_in_pages_and_says_how_to_go_on() {
    for (int i = 1; i <= 3; i++) {
      duly("enqueue", "mail", "{\"n\":" + i + "}", "--id", "m" + i);
    }
    out();
    assertThat(duly("job", "ls", "payload.n:1,2,3 type:mail", "--limit", "2")).isZero();
    assertThat(out()).contains("m3", "m2").doesNotContain("m1");
    String more = err().strip();
    assertThat(more).startsWith("there are more: --after ");

    String after = more.substring(more.lastIndexOf(' ') + 1);
    assertThat(duly("job", "ls", "--limit", "2", "--after", after)).isZero();
    assertThat(out()).contains("m1").doesNotContain("m2");
    assertThat(err()).isEmpty();
  }

  @Test
  void dead_letters_go_out_and_come_in_again_somewhere_else() throws Exception {
    duly("enqueue", "bad", "{\"x\":1}", "--id", "b1");
    duly("enqueue", "bad", "{\"x\":2}", "--id", "b2");
    duly("work", "--drain", "--exec", "bad=sh -c 'echo no such user >&2; exit 65'");
    out();
    assertThat(duly("dlq", "export", "type:bad")).isZero();
    String letters = out();
    assertThat(letters.lines()).hasSize(2).allMatch(line -> line.contains("no such user"));
    assertThat(duly("error", "ls")).isZero();
    assertThat(out()).containsPattern("2 +2 +2 .* bad +exit code 65: no such user");

    assertThat(dulyReading(letters, "dlq", "import")).isEqualTo(Exit.CONFLICT);
    assertThat(err()).containsPattern("2 ids were there already and stay as they are: b[12] b[12]");
    duly("dlq", "discard", "b1");
    out();
    assertThat(dulyReading(letters, "dlq", "import")).isEqualTo(Exit.PARTIAL);
    assertThat(out()).isEqualTo("imported 1 dead letter\n");
    assertThat(duly("dlq", "show", "b1")).isZero();
    assertThat(out()).contains("{\"x\":1}", "rejected", "no such user");
    assertThat(duly("dlq", "retry", "b1", "--payload", "{\"x\":3}")).isZero();
    out();
    assertThat(duly("job", "show", "b1", "-o", "jsonl")).isZero();
    assertThat(out()).contains("\"x\":3", "\"state\":\"waiting\"");
  }

  @Test
  void an_import_with_broken_lines_names_each_and_keeps_none() {
    String good = "{\"id\":\"a\",\"type\":\"mail\",\"queue\":\"default\",\"payload\":1}";
    String lines =
        good
            + "\n{oops\n\n"
            + good.replace("mail", "not a type")
            + "\n"
            + good.replace(",\"payload\":1", "")
            + "\n{\"id\":\"x\",\"state\":\"waiting\"}\n";
    assertThat(dulyReading(lines, "dlq", "import")).isEqualTo(Exit.USAGE);
    assertThat(err())
        .contains("nothing was imported: line 2: not valid JSON")
        .contains("line 4: ", "not a type")
        .contains("line 5: payload is missing")
        .contains("line 6: state must be dead, was \"waiting\"");
    assertThat(duly("dlq", "ls")).isEqualTo(Exit.UNREACHABLE);
  }

  @Test
  void a_type_is_paused_and_resumed_and_explain_says_so() {
    duly("enqueue", "mail", "1", "--id", "m");
    duly("enqueue", "sms", "1", "--id", "s");
    out();
    assertThat(duly("type", "pause", "mail")).isZero();
    assertThat(out()).isEqualTo("paused mail\n");
    assertThat(duly("type", "ls")).isZero();
    assertThat(out()).contains("mail  paused");
    assertThat(duly("job", "explain", "m")).isZero();
    assertThat(out()).contains("its type mail is paused", "duly type resume mail");
    assertThat(duly("doctor")).isZero();
    assertThat(out()).contains("▲ type mail is paused and 1 jobs of it wait");

    assertThat(duly("type", "resume", "mail")).isZero();
    assertThat(duly("type", "resume", "mail")).isEqualTo(Exit.NOT_FOUND);
    assertThat(err()).contains("type \"mail\" is not paused");
    assertThat(duly("type", "pause", "no type")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("no type");
    out();
    assertThat(duly("audit")).isZero();
    assertThat(out()).contains("pause-type", "resume-type");
  }

  @Test
  void the_doctor_says_what_is_wrong_and_what_would_mend_it() {
    duly("enqueue", "mail", "1", "-q", "idle");
    duly("enqueue", "mail", "1", "-q", "held");
    duly("queue", "pause", "held");
    duly("enqueue", "bad", "1");
    duly("work", "--drain", "--exec", "bad=sh -c 'exit 65'");
    out();
    assertThat(duly("doctor")).isZero();
    assertThat(out())
        .contains("✔ Java ", "✔ sqlite 3.", "✔ the file is sound")
        .contains("▲ queue held is paused and 1 jobs wait in it\n  → duly queue resume held")
        .contains(
            "▲ queue idle has 1 due jobs and none runs\n  → start a worker: duly work -q idle")
        .contains("▲ 1 dead letters\n  → duly error ls");
    assertThat(duly("doctor", "-o", "json")).isZero();
    assertThat(out()).contains("\"level\" : \"warning\"");
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
    assertThat(out()).isEqualTo("requeued 1 job\n");
    assertThat(duly("dlq", "retry", "--all")).isZero();
    assertThat(out()).isEqualTo("requeued 1 job\n");
    assertThat(duly("dlq", "retry", "b")).isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("b cannot be requeued");
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
    while (worker.isAlive() && !shown.contains("\"outcome\" : \"retried\"")) {
      duly("job", "show", "s", "-o", "json");
      shown = out();
    }

    assertThat(shown).contains("\"attempts\" : 1").contains("exit code 75");
    worker.interrupt();
    worker.join(30_000);
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void a_dead_letter_is_understood_mended_and_sent_again() {
    duly("enqueue", "mail", "{\"to\":\"nobody\"}", "--id", "m");
    String[] work = {
      "work", "--drain", "-q", "default", "--exec", "mail=sh -c 'grep -q @ || exit 65'"
    };
    duly(work);
    assertThat(duly("dlq", "ls")).isZero();
    assertThat(out()).contains("rejected: exit code 65");

    assertThat(duly("dlq", "edit", "m", "{\"to\":\"a@b.no\"}")).isZero();
    assertThat(duly("job", "retry", "m")).isZero();
    duly(work);

    out();
    duly("job", "show", "m");
    assertThat(out()).contains("state       completed").contains("{\"to\":\"a@b.no\"}");
    assertThat(duly("audit", "-o", "jsonl")).isZero();
    assertThat(out().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("\"act\":\"edit\",\"target\":\"m\",\"jobs\":1"));
  }

  @Test
  void explain_says_why_and_what_to_do() throws Exception {
    duly("enqueue", "hello", "--id", "due");
    duly("enqueue", "hello", "--id", "later", "--in", "2h");
    duly("enqueue", "hello", "--id", "paused", "-q", "email");
    duly("queue", "pause", "email");
    duly("enqueue", "bad", "--id", "dead", "-q", "other");
    duly("work", "--drain", "-q", "other", "--exec", "bad=sh -c 'echo no >&2; exit 65'");

    assertThat(explained("due"))
        .contains("behind 0 jobs in default; 0 run")
        .contains("→ duly work -q default --exec 'hello=COMMAND'");
    assertThat(explained("later")).contains("it is scheduled, due in ");
    assertThat(explained("paused"))
        .contains("its queue email is paused")
        .contains("→ duly queue resume email");
    assertThat(explained("dead"))
        .contains("it failed for good")
        .contains("(rejected): exit code 65: no")
        .contains("→ duly dlq retry dead");
    assertThat(duly("job", "explain", "nope")).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void explain_names_a_type_that_no_worker_knows() {
    duly("enqueue", "sms", "--id", "s");
    Thread worker = new Thread(() -> duly("work", "-q", "default", "--exec", "hello=cat"));
    worker.start();
    String said = explained("s");
    while (worker.isAlive() && !said.contains("no worker that claimed it knows the type sms")) {
      said = explained("s");
    }
    worker.interrupt();

    assertThat(said).contains("--exec 'sms=COMMAND'");
  }

  private String explained(String id) {
    out();
    duly("job", "explain", id);
    return out();
  }

  @Test
  void waiting_jobs_are_cancelled_and_dead_letters_discarded() {
    duly("enqueue", "hello", "--id", "a");
    duly("enqueue", "bad", "--id", "b");
    assertThat(duly("job", "cancel", "a", "nope")).isEqualTo(Exit.PARTIAL);
    assertThat(out()).endsWith("cancelled 1 job\n");
    assertThat(err()).contains("there is no job nope");
    assertThat(duly("job", "cancel", "a")).isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("a cannot be cancelled in the state it is in");

    duly("work", "--drain", "-q", "default", "--exec", "bad=sh -c 'exit 65'");
    out();
    assertThat(duly("dlq", "discard", "type:bad")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("this finds 1 dead letters").contains("--yes");
    assertThat(duly("dlq", "discard", "type:bad", "--yes")).isZero();
    assertThat(out()).isEqualTo("discarded 1 job\n");
    assertThat(duly("job", "show", "b")).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void a_paused_queue_waits() {
    duly("enqueue", "hello", "-q", "email");
    assertThat(duly("queue", "pause", "email")).isZero();
    assertThat(duly("queue", "ls", "-o", "json")).isZero();
    assertThat(out()).contains("\"paused\" : true").contains("\"waiting\" : 1");
    assertThat(duly("queue", "resume", "email")).isZero();
    assertThat(duly("work", "-q", "email=2", "--drain", "--exec", "hello=cat")).isZero();
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
        "enqueue hello {} --in 5000d          | 2 | delay must be between 0 and",
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
        "job retry first                      | 6 | first cannot be requeued in the state it is in",
        "dlq discard first                    | 3 | there is no dead letter first",
        "audit --limit 0                      | 2 | --limit must be 1 to 1000",
        "queue pause defualt                  | 3 | Did you mean \"default\"?",
        "job ls state:foo                     | 2 | at position 7: there is no state \"foo\"; expected waiting",
        "job ls queue:a age:1h               | 2 | at position 13: a duration is compared; expected >1h, <1h",
        "job ls --after somewhere            | 2 | --after: a list goes on after what its page before said",
        "job ls color:red                     | 2 | there is no field \"color\"; expected state:, priority:, queue:",
        "job ls --limit 0                     | 2 | --limit must be 1 to 1000",
        "work --exec x=no-such-program        | 2 | there is no program \"no-such-program\"",
        "work --exec x=cat --lease soon       | 2 | --lease \"soon\" is not a duration",
        "work --exec x=cat --lease 1ms        | 2 | its lease must be",
        "frob                                 | 2 | Unmatched argument",
        "enqueue                              | 2 | Missing required parameter",
      })
  void trouble_says_what_and_changes_nothing(String command, int exit, String message) {
    duly("enqueue", "first", "--id", "first");
    out();

    assertThat(duly(command.replace("''", "\u0000").split(" +"))).isEqualTo(exit);

    assertThat(err()).startsWith("✖ ").contains(message).doesNotContain("\tat ");
    duly("queue", "ls", "-o", "jsonl");
    assertThat(out())
        .isEqualTo(
            "{\"queue\":\"default\",\"paused\":false,\"waiting\":1,\"running\":0,\"completed\":0,"
                + "\"cancelled\":0,\"dead\":0}\n");
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
        .isEqualTo(
            "{\"error\":\"not_found\",\"message\":\"there is no job nope. See: duly job ls\",\"exit\":3}\n");
  }

  @Test
  void every_command_has_help_with_an_example() {
    for (String command :
        List.of(
            "enqueue",
            "work",
            "job ls",
            "job show",
            "job cancel",
            "job explain",
            "job retry",
            "job edit",
            "audit",
            "dlq edit",
            "dlq discard",
            "dlq ls",
            "dlq show",
            "dlq retry",
            "queue ls",
            "queue pause",
            "queue resume")) {
      List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
      words.add("--help");
      assertThat(Main.run(words.toArray(new String[0]))).isZero();
      assertThat(out()).as(command).contains("Example").contains("duly " + command);
    }
  }

  private int duly(String... words) {
    return dulyReading("", words);
  }

  /** On a file of the test's own, unless the words name another. */
  private int dulyReading(String in, String... words) {
    System.setIn(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
    List<String> all = new ArrayList<>();
    for (String word : words) {
      all.add(word.equals("\u0000") ? "" : word);
    }
    if (!all.contains("--url")) {
      all.add("--url");
      all.add("sqlite:" + folder.resolve("jobs.db"));
    }
    return Main.run(all.toArray(new String[0]));
  }

  private String out() {
    return taken(out);
  }

  private String err() {
    return taken(err);
  }

  private static synchronized String taken(ByteArrayOutputStream stream) {
    String text = stream.toString(StandardCharsets.UTF_8);
    stream.reset();
    return text;
  }
}
