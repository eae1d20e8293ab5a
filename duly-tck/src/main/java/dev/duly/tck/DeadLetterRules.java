package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.AuditRecord;
import dev.duly.backend.Claim;
import dev.duly.backend.DeadJob;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Enqueued.Duplicate;
import dev.duly.backend.Enqueued.Stored;
import dev.duly.backend.ErrorGroup;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.JobQuery;
import dev.duly.backend.Operator.Acted;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import java.time.Duration;
import java.util.List;
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
    assertThat(inspector().attempts(dead.job().id()))
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

    assertThat(operator().requeue(List.of(claim.job().id()), WHO)).containsExactly(Acted.DONE);

    Claim again = claimOne();
    assertThat(again.job().id()).isEqualTo(claim.job().id());
    assertThat(again.job().attempts()).isZero();
    assertThat(again.job().streaks()).isEqualTo(Streaks.NONE);
    assertThat(inspector().attempts(claim.job().id())).hasSize(1);
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
                        completed.job().id(),
                        running.job().id(),
                        new JobId("waiting"),
                        new JobId("nobody")),
                    WHO))
        .containsExactly(Acted.WRONG_STATE, Acted.WRONG_STATE, Acted.WRONG_STATE, Acted.NOT_FOUND);
    assertThat(record(completed).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  @Rule({"D3", "D2"})
  void a_dead_letter_is_requeued_with_another_payload_in_one_act() {
    Claim claim = enqueueAndClaim();
    JobId id = claim.job().id();
    settle(new DeadLetter(claim, DeadReason.EXHAUSTED, BOOM));
    Payload big = Payload.json("\"" + "x".repeat(300_000) + "\"");
    assertThatThrownBy(() -> operator().requeue(id, big, WHO))
        .isInstanceOf(InvalidJobsException.class);
    assertThat(record(claim).state()).isEqualTo(JobState.DEAD);

    assertThat(operator().requeue(id, Payload.json("{\"to\":\"new\"}"), WHO)).isEqualTo(Acted.DONE);
    assertThat(claimOne().job().payload()).isEqualTo(Payload.json("{\"to\":\"new\"}"));
    assertThat(inspector().audit(5)).extracting(AuditRecord::act).containsExactly("requeue");

    assertThat(operator().requeue(id, Payload.json("2"), WHO)).isEqualTo(Acted.WRONG_STATE);
    assertThat(record(claim).job().payload()).isEqualTo(Payload.json("{\"to\":\"new\"}"));
    assertThat(operator().requeue(new JobId("nobody"), Payload.json("2"), WHO))
        .isEqualTo(Acted.NOT_FOUND);
  }

  @Test
  @Rule("D2")
  void dead_letters_from_elsewhere_are_kept_as_they_were() {
    enqueue(job("taken"));
    List<DeadJob> letters =
        List.of(
            new DeadJob(job("a").withMaxAttempts(7), 7, "exhausted", BOOM),
            new DeadJob(job("taken"), 1, "rejected", BOOM),
            new DeadJob(job("b"), 0, "poison", Failure.of("poison", "it kills")));

    assertThat(operator().bury(letters, WHO))
        .containsExactly(
            new Stored(new JobId("a")),
            new Duplicate(new JobId("taken")),
            new Stored(new JobId("b")));
    JobRecord a = record(new JobId("a"));
    assertThat(a.state()).isEqualTo(JobState.DEAD);
    assertThat(a.job().attempts()).isEqualTo(7);
    assertThat(a.deadReason()).contains("exhausted");
    assertThat(a.lastError()).contains(BOOM);
    assertThat(inspector().attempts(new JobId("a")))
        .extracting(AttemptRecord::number, AttemptRecord::outcome, AttemptRecord::worker)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(7, "dead", "import"));
    assertThat(record(new JobId("b")).deadReason()).contains("poison");
    assertThat(ids(claim(session, 5))).containsExactly("taken");
    assertThat(inspector().list(JobQuery.in(JobState.DEAD, 5)).jobs()).hasSize(2);
    assertThat(inspector().errors(5))
        .extracting(ErrorGroup::dead)
        .containsExactlyInAnyOrder(1L, 1L);
    assertThat(inspector().audit(5))
        .extracting(AuditRecord::act, AuditRecord::jobs)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("import", 2));

    operator().bury(letters, WHO); // all are there
    assertThat(inspector().audit(5)).hasSize(1);
    operator().requeue(List.of(new JobId("a")), WHO);
    assertThat(claimOne().job().attempts()).isZero();
  }

  @Test
  @Rule({"D2", "E4"})
  void a_bad_letter_among_good_ones_is_refused_with_all_of_them() {
    List<DeadJob> letters =
        List.of(
            new DeadJob(job("a"), 1, "exhausted", BOOM),
            new DeadJob(jobIn("not a queue", "b"), 1, "exhausted", BOOM));
    assertThatThrownBy(() -> operator().bury(letters, WHO))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("not a queue");
    assertThat(inspector().list(JobQuery.all(5)).jobs()).isEmpty();
    assertThatThrownBy(() -> new DeadJob(job("a"), 1, "Not A Word", BOOM))
        .hasMessageContaining("reason must be");
    assertThatThrownBy(() -> new DeadJob(job("a"), -1, "poison", Failure.of("poison", "it kills")))
        .hasMessageContaining("attempts must not be negative");
  }
}
