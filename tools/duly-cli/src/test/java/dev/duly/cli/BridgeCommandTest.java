package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.command.Exit;
import org.junit.jupiter.api.Test;

/** Jobs on their way from one store into another. */
class BridgeCommandTest extends CommandHarness {
  private String url(String name) {
    return "sqlite:" + folder.resolve(name);
  }

  /** It has no --url, which the harness would add. */
  private int bridge(String... words) {
    return Main.run(words);
  }

  @Test
  void what_is_due_is_carried_and_the_rest_stays() {
    assertThat(duly("enqueue", "mail", "{\"to\":\"ada\"}", "--id", "a")).isZero();
    assertThat(duly("enqueue", "mail", "{}", "--id", "later", "--in", "1h")).isZero();
    assertThat(duly("enqueue", "mail", "{}", "--id", "other", "-q", "other")).isZero();
    out();
    assertThat(
            bridge(
                "bridge",
                "--from",
                url("jobs.db"),
                "--to",
                url("new.db"),
                "default",
                "--until-empty"))
        .isZero();
    assertThat(out()).contains("carried 1, refused 0");
    assertThat(duly("job", "ls", "--url", url("new.db"))).isZero();
    assertThat(out()).contains("\na ").doesNotContain("later", "other");
    assertThat(
            bridge(
                "bridge",
                "--from",
                url("jobs.db"),
                "--to",
                url("new.db"),
                "--until-empty",
                "-o",
                "jsonl"))
        .isZero();
    assertThat(out()).contains("{\"carried\":1,\"refused\":0}");
    assertThat(duly("job", "ls", "state:waiting")).isZero();
    assertThat(out()).contains("later").doesNotContain("other");
  }

  @Test
  void a_worker_runs_what_another_store_has() {
    assertThat(duly("enqueue", "mail", "{\"n\":1}", "--id", "a", "--url", url("front.db")))
        .isZero();
    out();
    assertThat(
            duly(
                "work",
                "--drain",
                "--exec",
                "mail=cat",
                "--from",
                url("front.db"),
                "-q",
                "default=2"))
        .isZero();
    assertThat(out()).contains("✔ mail a  attempt 1/5");
    assertThat(duly("job", "show", "a")).isZero();
    assertThat(out()).contains("state       completed");
    assertThat(duly("work", "--drain", "--exec", "mail=cat", "--from", url("jobs.db")))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("--from and --url are the same store");
  }

  @Test
  void what_the_other_store_refuses_is_a_dead_letter_here() {
    duly("enqueue", "mail", "{\"n\":1}", "--id", "same");
    duly("enqueue", "mail", "{\"n\":2}", "--id", "same", "--url", url("new.db"));
    assertThat(bridge("bridge", "--from", url("jobs.db"), "--to", url("new.db"), "--until-empty"))
        .isEqualTo(Exit.PARTIAL);
    assertThat(out()).contains("carried 0, refused 1");
    assertThat(duly("dlq", "ls")).isZero();
    assertThat(out()).contains("same", "another job has its id there");
  }

  @Test
  void a_bridge_that_leads_nowhere_is_refused() {
    duly("enqueue", "mail", "{}", "--id", "a");
    assertThat(bridge("bridge", "--from", url("jobs.db"), "--to", url("jobs.db")))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("--from and --to are the same store");
    String same = "sqlite:" + folder.resolve(".").resolve("jobs.db");
    assertThat(bridge("bridge", "--from", url("jobs.db"), "--to", same, "--until-empty"))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("its source and its target are the same store; nothing was carried");
    assertThat(duly("job", "show", "a")).isZero();
    assertThat(out()).contains("waiting");
    assertThat(bridge("bridge", "--from", url("none.db"), "--to", url("new.db")))
        .isEqualTo(Exit.UNREACHABLE);
    assertThat(err()).contains("there is no ", "say where the jobs are with --from sqlite:FILE");
    assertThat(bridge("bridge", "--from", url("jobs.db"), "--to", url("new.db"), "no good"))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("no bridge: ", "no good");
    assertThat(duly("bridge", "--from", url("jobs.db"), "--to", url("new.db")))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("say --from and --to, not --url");
    assertThat(bridge("bridge", "--from", url("jobs.db"))).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("--to");
  }
}
