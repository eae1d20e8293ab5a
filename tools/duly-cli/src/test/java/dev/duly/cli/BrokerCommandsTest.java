package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.command.Exit;
import dev.duly.lab.server.PrivateRabbit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on a real broker: what works there, and what is said of the rest. */
@Tag("server")
class BrokerCommandsTest extends CommandHarness {
  private static final PrivateRabbit NODE = PrivateRabbit.start();

  private final String url =
      NODE.url() + "?prefix=t" + UUID.randomUUID().toString().substring(0, 8);

  @AfterAll
  static void close() {
    NODE.close();
  }

  private int on(String... words) {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("--url", url));
    return Main.run(all.toArray(String[]::new));
  }

  @Test
  void jobs_are_enqueued_run_buried_and_retried() {
    assertThat(on("enqueue", "mail", "{\"n\":1}", "--id", "a", "--priority", "high")).isZero();
    assertThat(on("enqueue", "fax", "{}", "--id", "b", "--max-attempts", "1")).isZero();
    assertThat(on("enqueue", "mail", "{}", "--id", "later", "--in", "2s")).isZero();
    out();
    assertThat(on("queue", "ls")).isZero();
    assertThat(out()).containsPattern("default +2 +-").containsPattern("\\(later\\) +1 +1");
    assertThat(on("top", "--once")).isZero();
    assertThat(out())
        .contains("│ default           2")
        .contains("(later) 1   of all queues together")
        .doesNotContain("no worker")
        .doesNotContain("busy");

    assertThat(on("work", "--exec", "mail=cat", "--exec", "fax=false", "-q", "default", "--drain"))
        .isZero();
    assertThat(out()).contains("✔ mail a  attempt 1/5").contains("✖ fax b  attempt 1/1");

    assertThat(on("dlq", "ls")).isZero();
    assertThat(out()).contains("b ").contains("exhausted: exit code 1");
    assertThat(on("dlq", "show", "b")).isZero();
    assertThat(out()).contains("attempt 1  dead after");
    assertThat(on("dlq", "retry", "b")).isZero();
    assertThat(out()).contains("retried 1 job");
    assertThat(on("top", "--once")).isZero();
    assertThat(out()).contains("│ default           1");
    assertThat(on("doctor")).isZero();
    assertThat(out()).contains("RabbitMQ 3.").contains("the node takes messages");
  }

  @ParameterizedTest
  @CsvSource({
    "job ls, shows no jobs that are alive",
    "job cancel a, shows no jobs that are alive",
    "job wait a, shows no jobs that are alive",
    "queue pause default, pauses no queues",
    "queue purge default --yes, deletes no jobs that wait",
    "type ls, pauses no types",
    "stats, keeps no statistics",
    "audit, keeps no audit log",
    "error ls, keeps no errors of its jobs",
    "schedule ls, keeps no schedules",
    "work --exec mail=cat --keep 30d --drain, keeps no jobs that have ended",
    "'demo --crash --headless', does not say how a job ended"
  })
  void what_is_not_offered_ends_with_its_own_exit_code_and_says_so(String words, String lacking) {
    assertThat(on(words.split(" "))).as(words).isEqualTo(Exit.NOT_OFFERED);
    assertThat(err()).contains("this backend " + lacking).contains("duly bridge --from URL");
  }

  /** A broker knows no ids. */
  @Test
  void letters_of_one_id_are_several_and_each_act_takes_the_latest() {
    for (String payload : List.of("1", "2", "3")) {
      on("enqueue", "fax", payload, "--id", "same", "--max-attempts", "1");
    }
    on("work", "--exec", "fax=false", "--drain");
    out();
    assertThat(on("dlq", "discard", "same")).isZero();
    assertThat(out()).contains("discarded 1 job");
    assertThat(on("dlq", "retry", "--all")).isZero();
    assertThat(on("work", "--exec", "fax=cat", "--drain")).isZero();
    assertThat(out()).contains("✔ fax same  attempt 1/1");
    assertThat(on("dlq", "ls")).isZero();
    assertThat(out()).doesNotContain("same");
  }

  @Test
  void an_id_that_no_letter_has_is_told_as_that() {
    on("enqueue", "mail", "{}", "--id", "alive");
    assertThat(on("dlq", "retry", "alive")).isEqualTo(Exit.NOT_FOUND);
    assertThat(err()).contains("there is no dead letter alive. See: duly dlq ls");
    assertThat(on("dlq", "discard", "--all")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("no dead letters match");
  }

  @Test
  void a_drain_waits_for_what_is_due_later() {
    on("enqueue", "mail", "{}", "--id", "late", "--in", "3s");
    out();
    assertThat(on("work", "--exec", "mail=cat", "--drain")).isZero();
    assertThat(out()).contains("✔ mail late");
  }

  @Test
  void what_a_broker_has_no_lease_and_no_key_for_is_refused() {
    assertThat(on("work", "--exec", "mail=cat", "--lease", "5s", "--drain")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("a claim lasts as long as the connection there");
    assertThat(on("enqueue", "mail", "--unique", "k")).isEqualTo(Exit.NOT_OFFERED);
    assertThat(err()).contains("this backend keeps no unique keys");
    assertThat(on("enqueue", "mail", "--wait", "5s")).isEqualTo(Exit.NOT_OFFERED);
    assertThat(on("queue", "ls")).isZero();
    assertThat(out()).as("nothing was stored").doesNotContain("default");
    err();
    assertThat(on("enqueue", "mail", "--in", "60d")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("delay must be between 0s and 49d");
  }

  @Test
  void a_node_that_cannot_be_reached_is_told_with_what_to_do() {
    String port = "127.0.0.1:" + NODE.port();
    assertThat(Main.run("queue", "ls", "--url", "amqp://guest:wrong@" + port))
        .isEqualTo(Exit.UNREACHABLE);
    assertThat(err()).contains("rabbitmqctl change_password").doesNotContain("wrong");
    assertThat(Main.run("queue", "ls", "--url", "amqp://127.0.0.1:1")).isEqualTo(Exit.UNREACHABLE);
    assertThat(err()).contains("Is the node running?");
    assertThat(Main.run("queue", "ls", "--url", "amqp://" + port + "?prefx=a"))
        .isEqualTo(Exit.USAGE);
    assertThat(err()).contains("\"prefx\" is no option of a RabbitMQ URL");
  }
}
