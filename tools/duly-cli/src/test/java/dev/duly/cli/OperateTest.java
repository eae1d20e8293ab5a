package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.command.Exit;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Looking at jobs and acting on them, as a person does with the command line. */
class OperateTest extends CommandHarness {
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

  private void rows(int n) {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= n; i++) {
      lines.append("{\"type\":\"row\",\"queue\":\"rows\",\"id\":\"r").append(i).append("\"}\n");
    }
    assertThat(dulyReading(lines.toString(), "enqueue", "-")).isZero();
    assertThat(duly("enqueue", "mail", "{}", "--id", "m1")).isZero();
    out();
  }

  @Test
  void a_wrong_import_is_cancelled_by_a_query_after_its_count_was_agreed_to() {
    rows(1_200);

    assertThat(duly("job", "cancel", "queue:rows")).isEqualTo(Exit.USAGE);
    assertThat(err())
        .contains("nothing was cancelled: the query finds 1,200 jobs, such as")
        .containsPattern("  r\\d+  row  rows  waiting")
        .contains("--yes --expect 1200");
    assertThat(duly("job", "cancel", "queue:rows", "--yes", "--expect", "1100"))
        .isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("the query finds 1,200 jobs, expected 1100");

    assertThat(duly("job", "cancel", "queue:rows", "--yes", "--expect", "1200")).isZero();
    assertThat(out()).isEqualTo("cancelled 1,200 jobs\n");
    assertThat(duly("job", "retry", "queue:rows", "--yes")).isZero();
    assertThat(out()).isEqualTo("retried 1,200 jobs\n");
    assertThat(duly("job", "show", "m1")).isZero();
    assertThat(out()).contains("waiting");
  }

  @Test
  void a_query_that_finds_nothing_does_nothing() {
    rows(1);

    assertThat(duly("job", "cancel", "queue:nowhere")).isZero();
    assertThat(out()).isEqualTo("cancelled 0 jobs\n");
    assertThat(duly("job", "cancel", "queue:rows", "--expect", "1")).isEqualTo(Exit.USAGE);
    assertThat(duly("job", "cancel", "qeueu:rows", "--yes")).isNotZero();
  }

  @Test
  void a_job_is_run_now_by_its_id_or_by_a_query() {
    duly("enqueue", "x", "{}", "--id", "a", "--in", "1h");
    duly("enqueue", "x", "{}", "--id", "b", "--in", "1h");
    out();

    assertThat(duly("job", "run-now", "a")).isZero();
    assertThat(out()).isEqualTo("rescheduled 1 job\n");
    assertThat(duly("job", "run-now", "state:scheduled", "--yes")).isZero();
    assertThat(duly("work", "--drain", "--exec", "x=true")).isZero();
    out();
    assertThat(duly("job", "run-now", "a")).isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("a cannot be rescheduled: it is completed").contains("job show a");
  }

  @Test
  void a_queue_is_purged_of_what_waits_and_keeps_its_dead() {
    duly("enqueue", "bad", "{}", "--queue", "rows", "--id", "dead");
    duly("work", "-q", "rows", "--exec", "bad=sh -c 'exit 65'", "--drain");
    rows(3);
    duly("enqueue", "row", "{}", "--queue", "rows", "--id", "later", "--in", "1h");
    out();
    err();

    assertThat(duly("queue", "purge", "rows")).isEqualTo(Exit.USAGE);
    assertThat(duly("queue", "purge", "rows", "--yes", "--expect", "4")).isZero();
    assertThat(out()).isEqualTo("deleted 4 jobs\n");
    assertThat(duly("job", "ls", "queue:rows", "-o", "jsonl")).isZero();
    assertThat(out().lines()).hasSize(1).allMatch(line -> line.contains("\"id\":\"dead\""));
    assertThat(duly("queue", "purge", "raws", "--yes")).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void a_script_gets_the_ids_alone() {
    rows(2);

    assertThat(duly("job", "ls", "queue:rows", "--ids")).isZero();
    assertThat(out()).isEqualTo("r2\nr1\n");
  }

  @Test
  void jobs_are_deleted_by_a_query() {
    rows(3);
    assertThat(duly("job", "delete", "queue:rows", "--yes")).isZero();
    assertThat(out()).isEqualTo("deleted 3 jobs\n");
    assertThat(duly("job", "delete", "m1")).isZero();
    assertThat(duly("audit")).isZero();
    assertThat(out()).contains("delete");
  }

  @Test
  void the_environment_may_name_the_store_and_what_is_proposed_can_be_pasted() {
    String url = "sqlite:" + folder.resolve("elsewhere.db");
    assertThat(Main.run(Map.of("DULY_URL", url), "enqueue", "x", "{}", "--id", "a")).isZero();
    assertThat(Main.run(Map.of("DULY_URL", url), "queue", "pause", "default")).isZero();
    out();

    assertThat(Main.run(Map.of("DULY_URL", url), "job", "explain", "a")).isZero();
    assertThat(out()).contains("→ duly queue resume default\n");
    assertThat(duly("job", "explain", "a", "--url", url)).isZero();
    assertThat(out()).contains("→ duly queue resume default --url " + url);
    assertThat(duly("doctor", "--url", url, "--fail-on", "warning")).isEqualTo(Exit.UNHEALTHY);
    assertThat(out()).contains("duly queue resume default --url " + url);
    assertThat(duly("job", "show", "b", "--url", url)).isEqualTo(Exit.NOT_FOUND);
    assertThat(err()).contains("See: duly job ls --url " + url);
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
    assertThat(out()).contains("▲ type mail is paused and 1 job waits of it");

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
    duly("enqueue", "mail", "1", "-q", "idle", "--at", "2020-01-01T00:00:00Z");
    duly("enqueue", "mail", "1", "-q", "held");
    duly("queue", "pause", "held");
    duly("enqueue", "bad", "1");
    duly("work", "--drain", "--exec", "bad=sh -c 'exit 65'");
    out();
    assertThat(duly("doctor")).isZero();
    assertThat(out())
        .contains("✔ Java ", "✔ sqlite 3.", "✔ the file is sound")
        .contains(
            "▲ queue held is paused and 1 job waits in it\n  → duly queue resume held --url sqlite:")
        .contains(
            "▲ queue idle has due jobs and no worker\n  → start the application that serves it; if"
                + " commands do: duly work -q idle --exec 'TYPE=COMMAND' --url sqlite:")
        .contains("▲ 1 dead: exit code 65\n  → duly dlq retry error.group:");
    assertThat(duly("doctor", "-o", "json")).isZero();
    assertThat(out()).contains("\"level\" : \"warning\"");
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
        .contains("next in line in default; 0 jobs running")
        .contains("if a command does: duly work -q default --exec 'hello=COMMAND' --url sqlite:");
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
    assertThat(err()).contains("a cannot be cancelled: it is cancelled");

    duly("work", "--drain", "-q", "default", "--exec", "bad=sh -c 'exit 65'");
    out();
    assertThat(duly("dlq", "discard", "type:bad")).isEqualTo(Exit.USAGE);
    assertThat(err())
        .contains("this finds 1 dead letter, and it cannot come back")
        .contains("--yes");
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
}
