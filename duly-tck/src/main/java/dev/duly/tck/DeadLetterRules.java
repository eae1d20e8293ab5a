package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.JobQuery;
import dev.duly.backend.Operator.Acted;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.AttemptRecord;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
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
}
