package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Rooms;
import dev.duly.backend.Session;
import dev.duly.backend.Token;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.HealthIssue;
import dev.duly.cli.command.Exit;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands on a backend that has no more than its dead letters and its gauges, as brokers do. */
class SmallRoomsTest extends CommandHarness {
  private boolean isBroker;

  @Override
  Backend seen(Backend opened) {
    return isBroker ? new Broker(opened) : opened;
  }

  @BeforeEach
  void three_dead_letters_and_a_job_that_waits() {
    for (String id : List.of("a", "b", "c")) {
      duly("enqueue", "mail", "{\"n\":1}", "--id", id, "--max-attempts", "1");
    }
    duly("work", "--drain", "-q", "default", "--exec", "mail=sh -c 'echo no host >&2; exit 1'");
    duly("enqueue", "mail", "--id", "w");
    isBroker = true;
    out();
    err();
  }

  @Test
  void dead_letters_are_shown_and_acted_on() {
    assertThat(duly("dlq", "ls")).isZero();
    assertThat(out())
        .contains("no host")
        .containsPattern("a +mail")
        .doesNotContainPattern("w +mail");
    assertThat(duly("dlq", "ls", "type:other")).isZero();
    assertThat(out()).doesNotContain("no host");
    assertThat(duly("dlq", "show", "a")).isZero();
    assertThat(out()).contains("state       dead").contains("payload     {\"n\":1}");
    assertThat(duly("dlq", "edit", "a", "{\"n\":2}")).isZero();
    assertThat(duly("dlq", "retry", "a")).isZero();
    assertThat(out()).isEqualTo("edited 1 job\nretried 1 job\n");
    assertThat(duly("dlq", "retry", "b", "--payload", "3")).isZero();
    assertThat(out()).isEqualTo("retried 1 job\n");
    assertThat(duly("dlq", "discard", "type:mail", "--yes")).isZero();
    assertThat(out()).isEqualTo("discarded 1 job\n");
    assertThat(duly("dlq", "show", "c")).isEqualTo(Exit.NOT_FOUND);

    isBroker = false;
    assertThat(duly("job", "show", "a", "-o", "json")).isZero();
    assertThat(out()).contains("{\"n\":2}").contains("waiting");
  }

  @Test
  void what_is_no_dead_letter_is_not_touched() {
    assertThat(duly("dlq", "retry", "w")).isEqualTo(Exit.NOT_FOUND);
    assertThat(duly("dlq", "edit", "w", "1")).isEqualTo(Exit.NOT_FOUND);
    assertThat(duly("dlq", "discard", "w")).isEqualTo(Exit.NOT_FOUND);
    assertThat(err()).contains("there is no dead letter w").contains("there is no dead letter w");
  }

  @Test
  void queues_are_listed_with_a_dash_for_what_is_not_told() {
    assertThat(duly("queue", "ls")).isZero();
    assertThat(out())
        .containsPattern("QUEUE +WAITING +LATER +RUNNING +DEAD +OLDEST")
        .containsPattern("default +1 +- +- +3");
    assertThat(duly("queue", "ls", "-o", "jsonl")).isZero();
    assertThat(out()).contains("\"waiting\":1").contains("\"running\":null");
  }

  @Test
  void doctor_and_the_overview_say_what_can_be_seen() {
    assertThat(duly("doctor")).isZero();
    assertThat(out())
        .contains("the broker is well")
        .contains("3 dead letters")
        .contains("duly dlq ls");
    assertThat(duly("top", "--once")).isZero();
    assertThat(out()).contains("default").contains("3 dead").contains("1 waiting");
    assertThat(duly("top", "-o", "json")).isZero();
    assertThat(out()).contains("\"running\" : null").contains("\"dead\" : 3");
  }

  @Test
  void what_is_not_offered_ends_with_its_own_exit_code_and_says_what_to_do_instead() {
    for (List<String> words :
        List.of(
            List.of("job", "ls"),
            List.of("job", "cancel", "w"),
            List.of("error", "ls"),
            List.of("audit"),
            List.of("queue", "pause", "default"),
            List.of("type", "ls"))) {
      assertThat(duly(words.toArray(String[]::new))).as("" + words).isEqualTo(Exit.NOT_OFFERED);
      assertThat(err()).as("" + words).contains("duly dlq ls").contains("duly queue ls");
    }
    assertThat(duly("stats")).isEqualTo(Exit.NOT_OFFERED);
    assertThat(err()).contains("keeps no statistics");
  }

  /** Shows its dead letters, and says how many jobs wait. */
  private record Broker(Backend store) implements Backend {
    @Override
    public Capabilities capabilities() {
      return store.capabilities();
    }

    @Override
    public List<Enqueued> enqueue(List<EncodedJob> jobs) {
      return store.enqueue(jobs);
    }

    @Override
    public Session open(WorkerInfo info, Runnable onChange) {
      return store.open(info, onChange);
    }

    @Override
    public Token token(String text) {
      return store.token(text);
    }

    @Override
    public Rooms rooms() {
      return new Rooms() {
        @Override
        public Optional<DeadLetters> deadLetters() {
          return Optional.of(store.rooms().deadLetters().orElseThrow());
        }

        @Override
        public Optional<Gauges> gauges() {
          return Optional.of(new DepthsAlone(store.rooms().gauges().orElseThrow()));
        }
      };
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private record DepthsAlone(Gauges all) implements Gauges {
    @Override
    public List<Gauge> queues() {
      return all.queues().stream()
          .map(
              q ->
                  new Gauge(
                      q.queue(),
                      q.waiting(),
                      q.due(),
                      OptionalLong.empty(),
                      OptionalLong.empty(),
                      q.dead(),
                      Optional.empty(),
                      false))
          .toList();
    }

    @Override
    public List<HealthIssue> health() {
      return List.of(HealthIssue.ok("the broker is well"));
    }
  }
}
