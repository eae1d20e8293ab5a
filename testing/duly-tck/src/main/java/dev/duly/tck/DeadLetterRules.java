package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued.Duplicate;
import dev.duly.job.Enqueued.Stored;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobSpec;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Streaks;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** D. Dead letters. */
abstract class DeadLetterRules extends KitChapter {

  @Test
  @Rule("D1")
  void a_dead_letter_stays_with_payload_error_and_every_attempt() {
    Claim first = enqueueAndClaim();
    settle(new Retry(first, Duration.ZERO, BOOM));
    Claim second = claimOne();
    settle(new DeadLetter(second, DeadReason.EXHAUSTED, BOOM));

    bench.advance(Duration.ofDays(3_650));

    assertThat(claim(session, 10)).isEmpty();
    JobRecord dead = inspector().list(JobQuery.in(JobState.DEAD, 10)).jobs().get(0);
    assertThat(dead.job().payload()).isEqualTo(first.job().payload());
    assertThat(dead.lastError()).contains(BOOM);
    assertThat(dead.deadReason()).contains("exhausted");
    assertThat(inspector().attempts(dead.job().ref()))
        .extracting(AttemptRecord::number, AttemptRecord::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, "retried"),
            org.assertj.core.groups.Tuple.tuple(2, "dead"));
  }

  @Test
  @Rule("D3")
  void requeue_is_in_place_with_a_fresh_budget_and_the_history_kept() {
    Claim claim = enqueueAndClaim();
    settle(new DeadLetter(claim, DeadReason.EXHAUSTED, BOOM));
    bench.advance(Duration.ofHours(1));

    assertThat(operator().requeue(List.of(claim.job().ref()), WHO)).containsExactly(Acted.DONE);

    Claim again = claimOne();
    assertThat(again.job().id()).isEqualTo(claim.job().id());
    assertThat(again.job().attempts()).isZero();
    assertThat(again.job().streaks()).isEqualTo(Streaks.NONE);
    assertThat(inspector().attempts(claim.job().ref())).hasSize(1);
    assertThat(record(claim).lastError()).contains(BOOM);
    settle(new Complete(again));
    assertThat(record(claim).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  @Rule("D3")
  void only_what_has_ended_without_success_can_be_requeued() {
    Claim completed = enqueueAndClaim();
    settle(new Complete(completed));
    Claim running = enqueueAndClaim();
    enqueue(job("waiting"));

    assertThat(
            operator()
                .requeue(
                    List.of(
                        completed.job().ref(), running.job().ref(), ref("waiting"), ref("unknown")),
                    WHO))
        .containsExactly(Acted.WRONG_STATE, Acted.WRONG_STATE, Acted.WRONG_STATE, Acted.NOT_FOUND);
    assertThat(record(completed).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  @Rule({"D3", "D2"})
  void a_dead_letter_is_requeued_with_another_payload_in_one_act() {
    Claim claim = enqueueAndClaim();
    JobRef job = claim.job().ref();
    settle(new DeadLetter(claim, DeadReason.EXHAUSTED, BOOM));
    Payload big = Payload.json("\"" + "x".repeat(300_000) + "\"");
    assertThatThrownBy(() -> operator().requeue(job, big, WHO))
        .isInstanceOf(InvalidJobsException.class);
    assertThat(record(claim).state()).isEqualTo(JobState.DEAD);

    assertThat(operator().requeue(job, Payload.json("{\"to\":\"new\"}"), WHO))
        .isEqualTo(Acted.DONE);
    assertThat(claimOne().job().payload()).isEqualTo(Payload.json("{\"to\":\"new\"}"));
    assertThat(inspector().audit(5)).extracting(AuditRecord::act).containsExactly("retry");

    assertThat(operator().requeue(job, Payload.json("2"), WHO)).isEqualTo(Acted.WRONG_STATE);
    assertThat(record(claim).job().payload()).isEqualTo(Payload.json("{\"to\":\"new\"}"));
    assertThat(operator().requeue(ref("unknown"), Payload.json("2"), WHO))
        .isEqualTo(Acted.NOT_FOUND);
  }

  @Test
  @Rule("D1")
  void a_discard_deletes_what_is_dead_whatever_else_it_is_asked_for() {
    enqueue(job("waiting"), job("running"), job("completed"), job("cancelled"), job("dead"));
    operator().cancel(refs("cancelled"), WHO);
    operator().reschedule(refs("waiting"), new Due.In(LEASE), WHO);
    List<Claim> claims = claim(session, 3);
    settle(new Complete(claims.get(1)));
    settle(new DeadLetter(claims.get(2), DeadReason.REJECTED, BOOM));

    assertThat(
            operator()
                .discard(
                    refs("waiting", "running", "completed", "cancelled", "dead", "unknown"), WHO))
        .containsExactly(
            Acted.WRONG_STATE,
            Acted.WRONG_STATE,
            Acted.WRONG_STATE,
            Acted.WRONG_STATE,
            Acted.DONE,
            Acted.NOT_FOUND);

    assertThat(inspector().list(JobQuery.all(10)).jobs())
        .extracting(r -> r.job().id().value())
        .containsExactlyInAnyOrder("waiting", "running", "completed", "cancelled");
    assertThat(inspector().audit(1))
        .extracting(AuditRecord::act, AuditRecord::jobs)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("discard", 1));
  }

  @Test
  @Rule("D2")
  void dead_letters_from_elsewhere_are_kept_beside_what_is_there() {
    enqueue(job("taken"));
    List<DeadJob> letters =
        List.of(
            letter(job("a").withMaxAttempts(7), "exhausted", BOOM),
            letter(job("taken"), "rejected", BOOM),
            letter(job("b"), "poison", Failure.of("poison", "it kills")));

    assertThat(operator().importDead(letters, WHO))
        .containsExactly(
            new Stored(new JobId("a")),
            new Duplicate(new JobId("taken")),
            new Stored(new JobId("b")));
    assertThat(inspector().attempts(ref("a")))
        .extracting(AttemptRecord::number, AttemptRecord::outcome, AttemptRecord::worker)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(7, "dead", DeadJob.IMPORT));
    assertThat(record("b").deadReason()).contains("poison");
    assertThat(ids(claim(session, 5))).containsExactly("taken");
    assertThat(inspector().list(JobQuery.in(JobState.DEAD, 5)).jobs()).hasSize(2);
    assertThat(inspector().errors(5))
        .extracting(ErrorGroup::dead)
        .containsExactlyInAnyOrder(1L, 1L);
    assertThat(inspector().audit(5))
        .extracting(AuditRecord::act, AuditRecord::jobs)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("import", 2));

    operator().importDead(letters, WHO); // all are there
    assertThat(inspector().audit(5)).hasSize(1);
    operator().requeue(refs("a"), WHO);
    assertThat(claimOne().job().attempts()).isZero();
  }

  @Test
  @Rule("D2")
  void a_dead_letter_that_was_taken_away_comes_back_as_it_was() {
    Claim first = enqueueAndClaim();
    settle(new Retry(first, Duration.ZERO, BOOM));
    claimOne();
    bench.advance(LEASE.plusSeconds(1)); // is lost
    Claim last = claimOne();
    settle(new DeadLetter(last, DeadReason.REJECTED, Failure.of("other", "not so")));
    JobRef job = last.job().ref();
    DeadJob letter = new DeadJob(record(job), inspector().attempts(job));
    assertThat(letter.attempts()).hasSize(3);
    operator().delete(List.of(job), WHO);
    bench.advance(Duration.ofDays(3));

    assertThat(operator().importDead(List.of(letter), WHO)).containsExactly(new Stored(job.id()));

    assertThat(record(job)).isEqualTo(letter.record());
    assertThat(inspector().attempts(job)).isEqualTo(letter.attempts());
    operator().requeue(List.of(job), WHO);
    settle(new DeadLetter(claimOne(), DeadReason.REJECTED, BOOM));
    assertThat(record(job).lastError()).contains(BOOM);
    assertThat(inspector().attempts(job))
        .hasSize(4)
        .startsWith(letter.attempts().toArray(AttemptRecord[]::new));
  }

  @Test
  @Rule("D2")
  void nothing_of_a_dead_letter_from_elsewhere_is_lost_on_the_way() {
    Instant time = Instant.parse("2026-01-02T03:04:05.006Z");
    List<AttemptRecord> attempts = new ArrayList<>();
    for (int i = 1; i <= AttemptRecord.KEPT_MAX; i++) {
      attempts.add(
          new AttemptRecord(
              i,
              time.plusSeconds(i),
              time.plusSeconds(i).plusMillis(i),
              "w" + i,
              List.of("retried", "lost", "cancelled").get(i % 3),
              i % 2 == 1
                  ? Optional.empty()
                  : Optional.of(new Failure("e" + i, "m" + i, "s" + i, "f" + i))));
    }
    JobSpec spec =
        JobSpec.builder("mail", QUEUE)
            .priority(Priority.LOW)
            .maxAttempts(25)
            .retry("3s")
            .timeout(Duration.ofSeconds(7))
            .labels(
                new Labels(
                    Optional.of("unique"),
                    groupKey("group"),
                    List.of("tag"),
                    Map.of("name", "value"),
                    Optional.of("from")))
            .build();
    Job job =
        Job.builder(new JobId("a"), spec, Payload.json("[1]"), time)
            .attempts(21)
            .scheduledAt(time.plusSeconds(2))
            .expiresAt(Optional.of(time.plusSeconds(9_000)))
            .streaks(new Streaks(1, 2, 3))
            .build();
    JobRecord record =
        JobRecord.builder(job, JobState.DEAD)
            .lost(4)
            .cancelRequested(true)
            .startedAt(Optional.of(time.plusSeconds(21)))
            .finishedAt(Optional.of(time.plusSeconds(22)))
            .worker(Optional.of("w21"))
            .lastError(attempts.get(19).failure())
            .deadReason(Optional.of("exhausted"))
            .build();

    operator().importDead(List.of(new DeadJob(record, attempts)), WHO);

    assertThat(record("a")).isEqualTo(record);
    assertThat(inspector().attempts(ref("a"))).isEqualTo(attempts);
    assertThat(inspector().list(JobQuery.in(JobState.DEAD, 5)).jobs()).containsExactly(record);
  }

  @Test
  @Rule({"D2", "E4"})
  void a_bad_letter_among_good_ones_is_refused_with_all_of_them() {
    List<DeadJob> letters =
        List.of(
            letter(job("a"), "exhausted", BOOM),
            letter(jobIn("not a queue", "b"), "exhausted", BOOM));
    assertThatThrownBy(() -> operator().importDead(letters, WHO))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("not a queue");
    assertThat(inspector().list(JobQuery.all(5)).jobs()).isEmpty();
  }

  /** Of which nothing is known but how it ended. */
  private DeadJob letter(EncodedJob job, String reason, Failure failure) {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    Job died =
        Job.builder(job.id(), job.spec(), job.payload(), now)
            .attempts(job.maxAttempts())
            .expiresAt(job.expires().map(end -> end.from(now)))
            .build();
    JobRecord record =
        JobRecord.builder(died, JobState.DEAD)
            .finishedAt(Optional.of(now))
            .lastError(Optional.of(failure))
            .deadReason(Optional.of(reason))
            .build();
    return new DeadJob(record, List.of());
  }
}
