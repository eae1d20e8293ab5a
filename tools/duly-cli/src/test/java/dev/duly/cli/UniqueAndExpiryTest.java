package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.room.HealthIssue;
import dev.duly.cli.command.Exit;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.monitor.ExpiredJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Jobs with a unique key and jobs that expire, on the command line. */
class UniqueAndExpiryTest extends CommandHarness {
  @Test
  void a_second_job_of_a_key_is_told_who_holds_it() {
    assertThat(duly("enqueue", "x", "--id", "a", "--unique", "k")).isZero();
    out();
    assertThat(duly("enqueue", "x", "1", "--unique", "k")).isZero();
    assertThat(out())
        .isEqualTo("a holds the unique key; it stays as it is, and nothing was enqueued\n");
    assertThat(duly("enqueue", "x", "1", "--unique", "k", "--on-conflict", "reject"))
        .isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("nothing was enqueued: job a holds the unique key \"k\"");
    assertThat(
            duly("enqueue", "x", "1", "--unique", "k", "--on-conflict", "replace", "-o", "jsonl"))
        .isZero();
    assertThat(out()).isEqualTo("{\"id\":\"a\",\"new\":false,\"replaced\":true}\n");
    assertThat(duly("job", "show", "a")).isZero();
    assertThat(out()).contains("unique key  k", "payload     1");
    assertThat(duly("job", "ls", "unique:k", "--ids")).isZero();
    assertThat(out()).isEqualTo("a\n");
    assertThat(duly("enqueue", "x", "--unique", "k", "--id", "a")).isEqualTo(Exit.CONFLICT);
  }

  @Test
  void lines_have_keys_and_say_what_became_of_each() {
    assertThat(
            dulyReading(
                """
                {"type":"x","id":"a","unique_key":"k","unique_until":"started","expires_in":"1h"}
                {"type":"x","unique_key":"k"}
                {"type":"x","unique_key":"k","on_conflict":"replace","payload":2}
                {"type":"x","unique_key":"k","on_conflict":"reject"}
                {"type":"x","id":"b","expires_at":"2030-01-01T00:00:00Z"}
                """,
                "enqueue",
                "-"))
        .isEqualTo(Exit.PARTIAL);
    assertThat(out())
        .isEqualTo(
            "enqueued 2 jobs, 1 were there already, 1 replaced what waits, 1 refused: their unique"
                + " keys are held\n");
    assertThat(duly("job", "show", "b", "-o", "jsonl")).isZero();
    assertThat(out()).contains("\"expires_at\":\"2030-01-01T00:00:00Z\"");
  }

  @Test
  void what_is_wrong_is_told_all_at_once() {
    assertThat(
            duly(
                "enqueue",
                "x",
                "--until",
                "soon",
                "--on-conflict",
                "ask",
                "--expires-in",
                "1x",
                "--expires-at",
                "then"))
        .isEqualTo(Exit.USAGE);
    assertThat(err())
        .contains("expires_in and expires_at cannot both be given")
        .contains("unique_key is missing")
        .contains("unique_until must be finished, started or a time such as 10m, was \"soon\"")
        .contains("on_conflict must be return_existing, replace or reject, was \"ask\"")
        .contains("is not a duration")
        .contains("is not an instant");
    assertThat(duly("enqueue", "x", "--unique", "")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("unique_key must not be empty");
  }

  @Test
  void an_expired_job_says_so_and_a_retry_of_a_dead_letter_says_that_its_key_is_held() {
    assertThat(duly("enqueue", "x", "--id", "a", "--expires-in", "0s")).isZero();
    assertThat(duly("enqueue", "x", "--id", "b", "--expires-in", "2h")).isZero();
    out();
    assertThat(duly("job", "explain", "a")).isZero();
    assertThat(out()).contains("it expired", "it ends with the next claim, as cancelled");
    assertThat(duly("job", "explain", "b")).isZero();
    assertThat(out()).contains("it expires in");

    assertThat(duly("enqueue", "x", "--id", "c", "--unique", "k")).isZero();
    assertThat(duly("job", "cancel", "c")).isZero();
    assertThat(duly("enqueue", "x", "--id", "d", "--unique", "k")).isZero();
    assertThat(duly("job", "retry", "c")).isEqualTo(Exit.CONFLICT);
    assertThat(err()).contains("c cannot be retried: another job holds its unique key");
    assertThat(duly("job", "retry", "unique:k", "state:cancelled", "--yes")).isZero();
    assertThat(out()).contains("retried 0 jobs; of 1 another job holds the unique key");
  }

  @Test
  void jobs_that_expired_and_that_no_worker_claims_are_a_finding() {
    ManualClock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));
    try (InMemoryBackend backend = new InMemoryBackend(clock)) {
      backend.enqueue(
          List.of(
              job("a").withExpires(Optional.of(new Due.In(Duration.ofMinutes(1)))),
              job("b").withExpires(Optional.of(new Due.In(Duration.ofHours(1)))),
              job("c")));
      var inspector = backend.rooms().inspector().orElseThrow();
      assertThat(ExpiredJobs.findings(inspector, clock.instant())).isEmpty();
      clock.advance(Duration.ofMinutes(3));
      assertThat(ExpiredJobs.findings(inspector, clock.instant()))
          .extracting(HealthIssue::text)
          .containsExactly("1 job of queue q expired over a minute ago and still waits");
    }
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "t", "q", Payload.none());
  }
}
