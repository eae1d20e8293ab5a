package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.AttemptRecord;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** S. Settle. */
abstract class SettleRules extends KitChapter {
  private static final Duration DELAY = Duration.ofSeconds(10);
  private static final List<Function<Claim, Settlement>> EVERY_VERB =
      List.of(
          Complete::new,
          SettleRules::withResult,
          claim -> new Retry(claim, DELAY, BOOM),
          claim -> new Release(claim, DELAY, ReleaseReason.SHUTDOWN),
          claim -> new Cancel(claim, "asked"),
          claim -> new DeadLetter(claim, DeadReason.REJECTED, BOOM));

  private static Settlement withResult(Claim claim) {
    return new Complete(
        claim.ref(), Optional.of(Run.INSTANT), Optional.of(Payload.json("1")), List.of());
  }

  @Test
  @Rule("S1")
  void a_settlement_under_a_reclaimed_claim_changes_nothing() {
    for (Function<Claim, Settlement> verb : EVERY_VERB) {
      Claim stale = enqueueAndClaim();
      bench.advance(LEASE);
      Claim current = claimOne(other);
      JobRecord before = record(stale);

      assertThat(settle(verb.apply(stale))).isEqualTo(Outcome.LOST);
      assertThat(record(stale)).isEqualTo(before);
      assertThat(settle(new Complete(current))).isEqualTo(Outcome.APPLIED);
      assertThat(settle(verb.apply(stale))).as("still, when it is over").isEqualTo(Outcome.LOST);
    }
  }

  @Test
  @Rule("S1")
  void a_late_settlement_that_nobody_overtook_is_current() {
    for (Function<Claim, Settlement> verb : EVERY_VERB) {
      Claim late = enqueueAndClaim();
      bench.advance(LEASE.multipliedBy(3));

      assertThat(settle(verb.apply(late))).isEqualTo(Outcome.APPLIED);
      assertThat(record(late).state()).isNotEqualTo(JobState.RUNNING);
      bench.advance(LEASE);
      claim(session, 10).forEach(c -> settle(new Complete(c)));
    }
  }

  @Test
  @Rule("S1")
  void a_second_different_settlement_is_lost() {
    Claim claim = enqueueAndClaim();
    settle(new Complete(claim));

    assertThat(settle(new Retry(claim, DELAY, BOOM))).isEqualTo(Outcome.LOST);
    assertThat(settle(new DeadLetter(claim, DeadReason.REJECTED, BOOM))).isEqualTo(Outcome.LOST);
    assertThat(record(claim).state()).isEqualTo(JobState.COMPLETED);
    assertThat(record(claim).job().attempts()).isZero();
  }

  @Test
  @Rule("S2")
  void the_same_settlement_again_is_applied_and_changes_nothing_twice() {
    for (Function<Claim, Settlement> verb : EVERY_VERB) {
      Claim claim = enqueueAndClaim();
      Settlement settlement = verb.apply(claim);
      settle(settlement);
      JobRecord once = record(claim);
      int attempts = inspector().attempts(claim.job().ref()).size();

      bench.advance(TICK);
      assertThat(settle(settlement)).isEqualTo(Outcome.APPLIED);
      assertThat(record(claim)).isEqualTo(once);
      assertThat(inspector().attempts(claim.job().ref())).hasSize(attempts);

      bench.advance(DELAY);
      claim(other, 1).forEach(c -> assertThat(settle(settlement)).isEqualTo(Outcome.LOST));
      bench.advance(LEASE);
      claim(session, 10).forEach(c -> settle(new Complete(c)));
    }
  }

  @Test
  @Rule("S3")
  void complete_stores_the_result() {
    Claim claim = enqueueAndClaim();
    Payload result = Payload.json("{\"ok\":true}");

    settle(new Complete(claim.ref(), Optional.of(Run.INSTANT), Optional.of(result), List.of()));

    assertThat(record(claim).state()).isEqualTo(JobState.COMPLETED);
    assertThat(record(claim).result()).contains(result);
    assertThat(record(claim).worker()).contains("worker-1");
    assertThat(record(claim).job().attempts()).isZero();
    assertThat(claim(other, 10)).isEmpty();
  }

  @Test
  @Rule("S3")
  void retry_counts_an_attempt_records_the_failure_and_sets_the_due_time() {
    Claim claim = enqueueAndClaim();
    bench.advance(Duration.ofSeconds(2));
    Run run = new Run(Duration.ZERO, Duration.ofSeconds(1), false);

    settle(new Retry(claim.ref(), Optional.of(run), DELAY, BOOM));

    JobRecord record = record(claim);
    assertThat(record.state()).isEqualTo(JobState.WAITING);
    assertThat(record.job().attempts()).isEqualTo(1);
    assertThat(record.job().scheduledAt())
        .isEqualTo(claim.ref().claimedAt().plusSeconds(2).plus(DELAY));
    assertThat(record.lastError()).contains(BOOM);
    assertThat(inspector().attempts(claim.job().ref()))
        .containsExactly(
            new AttemptRecord(
                1,
                claim.ref().claimedAt().plusSeconds(1),
                claim.ref().claimedAt().plusSeconds(2),
                "worker-1",
                "retried",
                Optional.of(BOOM)));
  }

  @Test
  @Rule("S3")
  void a_release_leaves_the_attempts_and_sets_its_streak() {
    Claim claim = enqueueAndClaim();
    Streaks parked = new Streaks(0, 0, 4);

    settle(new Release(claim.ref(), Optional.empty(), DELAY, ReleaseReason.UNKNOWN_TYPE, parked));

    assertThat(record(claim).job().attempts()).isZero();
    assertThat(record(claim).job().streaks()).isEqualTo(parked);
    assertThat(record(claim).parkReason().map(ParkReason::code)).contains("unknown_type");
    bench.advance(DELAY);
    Claim next = claimOne();
    assertThat(next.job().streaks()).isEqualTo(parked);
    settle(new Release(next, Duration.ZERO, ReleaseReason.SHUTDOWN));
    assertThat(record(claim).parkReason()).isEmpty();
  }

  @Test
  @Rule("V1")
  void why_a_payload_cannot_be_read_is_kept_until_it_is_tried_again() {
    Claim claim = enqueueAndClaim();
    String detail = "Unrecognized field \"cc\": é, line 1";

    settle(
        new Release(
            claim.ref(),
            Optional.empty(),
            DELAY,
            ReleaseReason.UNREADABLE_PAYLOAD,
            Streaks.NONE,
            detail));

    assertThat(record(claim).parkReason()).contains(new ParkReason("unreadable_payload", detail));
    bench.advance(DELAY);
    settle(new Settlement.Complete(claimOne()));
    assertThat(record(claim).parkReason()).isEmpty();
  }

  @Test
  @Rule("S3")
  void a_dead_letter_counts_an_attempt_exactly_if_the_handler_was_started() {
    Claim started = enqueueAndClaim();
    settle(new DeadLetter(started, DeadReason.EXHAUSTED, BOOM));
    Claim unrun = enqueueAndClaim();
    settle(new DeadLetter(unrun.ref(), Optional.empty(), DeadReason.POISON, BOOM, List.of()));

    assertThat(record(started).job().attempts()).isEqualTo(1);
    assertThat(record(started).deadReason()).contains("exhausted");
    assertThat(record(unrun).job().attempts()).isZero();
    assertThat(record(unrun).deadReason()).contains("poison");
  }

  @Test
  @Rule("S3")
  void a_cancelled_job_has_its_reason_and_never_runs() {
    Claim claim = enqueueAndClaim();
    settle(new Cancel(claim, "expired"));

    assertThat(record(claim).state()).isEqualTo(JobState.CANCELLED);
    assertThat(record(claim).deadReason()).contains("expired");
    bench.advance(Duration.ofDays(1));
    assertThat(claim(session, 10)).isEmpty();
  }

  @Test
  @Rule("S4")
  void a_batch_settles_each_entry_by_itself() {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      enqueue(job());
    }
    claims.addAll(claim(session, 9));
    settle(new Complete(claims.get(2)));
    settle(new Complete(claims.get(5)));

    List<Settlement> batch = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      batch.add(EVERY_VERB.get(i % EVERY_VERB.size()).apply(claims.get(i)));
    }
    List<Outcome> outcomes = settleAll(batch);

    for (int i = 0; i < 9; i++) {
      Outcome expected = i == 2 || i == 5 ? Outcome.LOST : Outcome.APPLIED;
      assertThat(outcomes.get(i)).as("entry " + i).isEqualTo(expected);
      assertThat(record(claims.get(i)).state() == JobState.RUNNING).as("entry " + i).isFalse();
    }
  }

  @Test
  @Rule("S4")
  void each_verb_settles_its_own_job_and_no_neighbour() {
    for (Function<Claim, Settlement> verb : EVERY_VERB) {
      enqueue(job(), job(), job());
      List<Claim> claims = claim(session, 3);

      settle(verb.apply(claims.get(1)));

      assertThat(record(claims.get(0)).state()).isEqualTo(JobState.RUNNING);
      assertThat(record(claims.get(1)).state()).isNotEqualTo(JobState.RUNNING);
      assertThat(record(claims.get(1)).leaseUntil()).isEmpty();
      assertThat(record(claims.get(2)).state()).isEqualTo(JobState.RUNNING);
      operator().pause(QUEUE, WHO); // what came back is not for the next verb
      settleAll(List.of(new Complete(claims.get(0)), new Complete(claims.get(2))));
      operator().resume(QUEUE, WHO);
      bench.advance(DELAY);
      claim(session, 10).forEach(c -> settle(new Complete(c)));
    }
  }

  @Test
  @Rule("S4")
  void completions_in_any_order_with_strangers_between_them_all_apply() {
    for (int i = 0; i < 20; i++) {
      enqueue(job());
    }
    List<Claim> claims = claim(session, 20);
    settle(new Complete(claims.get(7)));
    settle(new Retry(claims.get(11), DELAY, BOOM));
    List<Integer> order = List.of(19, 3, 4, 5, 6, 7, 8, 9, 0, 12, 11, 10);

    List<Outcome> outcomes =
        settleAll(order.stream().map(i -> new Complete(claims.get(i))).toList());

    for (int k = 0; k < order.size(); k++) {
      int i = order.get(k);
      assertThat(outcomes.get(k))
          .as("entry " + i)
          .isEqualTo(i == 11 ? Outcome.LOST : Outcome.APPLIED);
    }
    for (int i : List.of(1, 2, 13, 14, 15, 16, 17, 18)) {
      assertThat(record(claims.get(i)).state()).as("entry " + i).isEqualTo(JobState.RUNNING);
    }
  }

  @Test
  @Rule("S4")
  void a_whole_turn_of_retries_keeps_each_its_own_delay_and_failure() {
    enqueue(job(), job(), job());
    List<Claim> claims = claim(session, 3);
    List<Settlement> batch = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      batch.add(new Retry(claims.get(i), Duration.ofSeconds(i + 1L), failure(i)));
    }
    settleAll(batch);

    for (int i = 0; i < 3; i++) {
      JobRecord record = record(claims.get(i));
      assertThat(record.lastError()).contains(failure(i));
      assertThat(Duration.between(record.job().createdAt(), record.job().scheduledAt()))
          .isEqualTo(Duration.ofSeconds(i + 1L));
    }
  }

  private static dev.duly.job.Failure failure(int i) {
    return dev.duly.job.Failure.of("E" + i, "message " + i);
  }
}
