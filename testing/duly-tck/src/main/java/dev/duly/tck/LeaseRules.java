package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.support.OverdueLeases;
import dev.duly.job.AttemptRecord;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Priority;
import dev.duly.job.Streaks;
import dev.duly.lifecycle.Admission;
import dev.duly.lifecycle.Lifecycle;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** X. Leases. */
abstract class LeaseRules extends KitChapter {
  private static final Duration THIRD = LEASE.dividedBy(3);

  @Test
  @Rule("X1")
  void a_renewed_lease_holds_for_as_long_as_it_is_renewed() {
    Claim claim = enqueueAndClaim();

    for (int i = 0; i < 10; i++) {
      bench.advance(THIRD);
      assertThat(extend(claim)).isEqualTo(Extended.State.HELD);
      assertThat(claim(other, 1)).isEmpty();
    }

    assertThat(record(claim).leaseUntil())
        .contains(claim.ref().claimedAt().plus(THIRD.multipliedBy(10)).plus(LEASE));
    assertThat(settle(new Complete(claim))).isEqualTo(Outcome.APPLIED);
  }

  @Test
  @Rule("X2")
  void a_check_up_tells_of_leases_that_ended_a_minute_ago_and_were_not_taken_over() {
    enqueueAndClaim();
    bench.advance(LEASE.plus(OverdueLeases.AFTER));
    assertThat(staleLeases()).isEmpty();

    bench.advance(Duration.ofMillis(1));
    assertThat(staleLeases())
        .containsExactly(
            "1 job of queue default has a lease that ended over a minute ago,"
                + " and no worker serves the queue");
    backend.rooms().operator().orElseThrow().pause("default", "test");
    assertThat(staleLeases())
        .containsExactly(
            "1 job of queue default has a lease that ended over a minute ago,"
                + " and the queue is paused");
  }

  private List<String> staleLeases() {
    return backend.rooms().inspector().orElseThrow().health().stream()
        .map(HealthIssue::text)
        .filter(text -> text.contains("lease that ended"))
        .toList();
  }

  @Test
  @Rule("X1")
  void one_call_renews_every_running_claim_and_names_the_lost_ones() {
    enqueue(job(), job(), job());
    List<Claim> claims = claim(session, 3);
    settle(new Complete(claims.get(1)));
    bench.advance(THIRD);

    List<Extended> answers = session.extend(claims.stream().map(Extension::new).toList());

    assertThat(answers)
        .containsExactly(
            new Extended(claims.get(0).ref(), Extended.State.HELD),
            new Extended(claims.get(1).ref(), Extended.State.LOST),
            new Extended(claims.get(2).ref(), Extended.State.HELD));
    assertThat(session.extend(List.of())).isEmpty();
  }

  @Test
  @Rule("X1")
  void an_extension_after_the_lease_that_nobody_overtook_still_holds() {
    Claim claim = enqueueAndClaim();
    bench.advance(LEASE.multipliedBy(2));

    assertThat(extend(claim)).isEqualTo(Extended.State.HELD);
    assertThat(claim(other, 1)).isEmpty();
  }

  @Test
  @Rule("X1")
  void renewing_ones_own_leases_renews_nobody_elses() {
    enqueue(job("mine"), job("theirs"));
    Claim mine = claimOne();
    Claim theirs = claimOne(other);
    bench.advance(THIRD);
    assertThat(extend(mine)).isEqualTo(Extended.State.HELD);

    assertThat(record(theirs).leaseUntil()).contains(theirs.ref().claimedAt().plus(LEASE));
    bench.advance(LEASE.minus(THIRD));
    assertThat(ids(claim(session, 5))).containsExactly("theirs");
  }

  @Test
  @Rule("X2")
  void an_expired_lease_makes_the_job_claimable_at_once_and_counts_an_attempt() {
    Claim first = enqueueAndClaim();
    bench.advance(LEASE.minus(TICK));
    assertThat(claim(other, 1)).isEmpty();
    bench.advance(TICK);

    Claim second = claimOne(other);

    assertThat(second.job().id()).isEqualTo(first.job().id());
    assertThat(second.job().attempts()).isEqualTo(1);
    assertThat(second.job().streaks()).isEqualTo(new Streaks(1, 0, 0));
    assertThat(record(second).lost()).isEqualTo(1);
    assertThat(extend(first)).isEqualTo(Extended.State.LOST);
    assertThat(inspector().attempts(first.job().ref()))
        .containsExactly(
            new AttemptRecord(
                1,
                first.ref().claimedAt(),
                first.ref().claimedAt().plus(LEASE),
                "worker-1",
                "lost",
                Optional.empty()));
  }

  @Test
  @Rule("X2")
  void leases_lost_in_a_row_are_a_streak_that_a_started_run_ends() {
    enqueueAndClaim();
    bench.advance(LEASE);
    claimOne(other);
    bench.advance(LEASE);
    Claim third = claimOne();
    assertThat(third.job().streaks().lost()).isEqualTo(2);
    assertThat(third.job().attempts()).isEqualTo(2);

    settle(new Retry(third, Duration.ZERO, BOOM));

    assertThat(record(third).job().streaks()).isEqualTo(Streaks.NONE);
    assertThat(record(third).lost()).isEqualTo(2);
    assertThat(record(third).job().attempts()).isEqualTo(3);
  }

  @Test
  @Rule("X2")
  void an_end_without_a_run_leaves_the_streak_and_a_cancel_uses_up_no_attempt() {
    enqueue(job("a"), job("b"), job("c"));
    claim(session, 3);
    bench.advance(LEASE);
    List<Claim> claims = claim(other, 3);

    settle(new Cancel(claims.get(0), "not begun"));
    settle(
        new Cancel(
            claims.get(1).ref(), Optional.of(dev.duly.backend.Run.INSTANT), "begun", List.of()));
    settle(
        new DeadLetter(claims.get(2).ref(), Optional.empty(), DeadReason.POISON, BOOM, List.of()));

    assertThat(claims).extracting(c -> record(c).job().streaks().lost()).containsExactly(1, 0, 1);
    assertThat(claims).extracting(c -> record(c).job().attempts()).containsExactly(1, 1, 1);
  }

  @Test
  @Rule({"X2", "C1"})
  void a_lost_lease_is_taken_over_once_though_two_demands_ask_for_its_queue() {
    enqueue(job("a"), job("b"));
    claim(session, 2);
    bench.advance(LEASE);

    List<Claim> claims =
        claim(
            other,
            new Demand("one", List.of(QUEUE), Priority.STRICT, 1),
            new Demand("two", List.of(QUEUE), Priority.STRICT, 5));

    assertThat(ids(claims)).containsExactly("a", "b");
    assertThat(claims).extracting(Claim::pool).containsExactly("one", "two");
    assertThat(claims).extracting(c -> record(c).lost()).containsExactly(1, 1);
  }

  @Test
  @Rule("X2")
  void what_was_settled_in_time_does_not_come_back_with_the_rest_of_its_batch() {
    for (int i = 0; i < 10; i++) {
      enqueue(job("j" + i));
    }
    List<Claim> batch = claim(session, 10);
    settleAll(List.of(0, 1, 4, 9).stream().map(i -> new Complete(batch.get(i))).toList());
    bench.advance(LEASE);

    List<Claim> back = claim(other, 4);
    List<Claim> rest = claim(other, 4);

    assertThat(ids(back)).containsExactly("j2", "j3", "j5", "j6");
    assertThat(ids(rest)).containsExactly("j7", "j8");
    assertThat(claim(session, 10)).isEmpty();
    assertThat(settleAll(rest.stream().map(Complete::new).toList())).containsOnly(Outcome.APPLIED);
  }

  @Test
  @Rule("X2")
  void an_expired_lease_comes_back_only_to_who_serves_its_queue() {
    enqueue(jobIn("elsewhere", "e"));
    enqueueAndClaim();
    bench.advance(LEASE);

    assertThat(ids(claim(other, new Demand("elsewhere", 5)))).containsExactly("e");
    assertThat(claim(other, new Demand(QUEUE, 5))).hasSize(1);
  }

  @Test
  @Rule("X2")
  void what_lies_between_the_jobs_of_an_expired_lease_is_not_touched() {
    enqueue(jobIn("mine", "m1"), jobIn("theirs", "t"), jobIn("mine", "m2"));
    claim(session, new Demand("mine", 5));
    Claim theirs = claim(other, new Demand("theirs", 5)).get(0);
    bench.advance(THIRD);
    other.extend(List.of(new Extension(theirs)));
    bench.advance(LEASE.minus(THIRD));

    assertThat(ids(claim(session, new Demand("mine", 5)))).containsExactly("m1", "m2");

    assertThat(inspector().attempts(theirs.job().ref())).isEmpty();
    assertThat(record(theirs).lost()).isZero();
    assertThat(settle(new Complete(theirs))).isEqualTo(Outcome.APPLIED);
  }

  private Extended.State extend(Claim claim) {
    return session.extend(List.of(new Extension(claim))).get(0).state();
  }

  @Test
  @Rule("X4")
  void three_lost_leases_in_a_row_make_it_a_dead_letter_unrun() {
    enqueue(job("poison").withMaxAttempts(10));
    Claim claim = claimOne();
    for (int lost = 1; lost <= Lifecycle.LOST_IN_A_ROW_MAX; lost++) {
      assertThat(Lifecycle.admit(claim, Duration.ZERO, true, 0))
          .isInstanceOf(Admission.Admitted.class);
      bench.advance(LEASE);
      claim = claimOne();
      assertThat(claim.job().streaks().lost()).isEqualTo(lost);
    }

    assertThat(settle(refused(claim, true))).isEqualTo(Outcome.APPLIED);
    assertThat(record(claim).state()).isEqualTo(JobState.DEAD);
    assertThat(record(claim).deadReason()).contains("poison");
    assertThat(record(claim).job().attempts()).isEqualTo(3);
    assertThat(record(claim).lost()).isEqualTo(3);
  }

  @Test
  @Rule("X4")
  void a_job_whose_last_attempt_was_lost_becomes_a_dead_letter_unrun() {
    enqueue(job("once").withMaxAttempts(1));
    claimOne();
    bench.advance(LEASE);
    Claim claim = claimOne();

    assertThat(settle(refused(claim, true))).isEqualTo(Outcome.APPLIED);
    assertThat(record(claim).deadReason()).contains("exhausted");
    assertThat(record(claim).job().attempts()).isEqualTo(1);
  }

  @Test
  @Rule("V1")
  void a_job_of_an_unknown_type_is_parked_longer_each_time_and_uses_no_attempt() {
    enqueue(job("stranger"));
    Claim first = claimOne();
    settle(refused(first, false));
    assertThat(record(first).parkReason().map(ParkReason::code)).contains("unknown_type");
    assertThat(claim(session, 1)).isEmpty();
    bench.advance(Duration.ofSeconds(10));

    Claim second = claimOne();
    assertThat(second.job().streaks().parked()).isEqualTo(1);
    assertThat(second.job().attempts()).isZero();
    settle(refused(second, false));
    bench.advance(Duration.ofSeconds(10));
    assertThat(claim(session, 1)).isEmpty();
    bench.advance(Duration.ofSeconds(10));

    Claim third = claimOne();
    settle(new Complete(third));
    assertThat(record(third).parkReason()).isEmpty();
    assertThat(record(third).job().attempts()).isZero();
  }

  private static Settlement refused(Claim claim, boolean typeKnown) {
    // In the middle of the jitter, so that a delay is what the rule says.
    return ((Admission.Refused) Lifecycle.admit(claim, Duration.ZERO, typeKnown, 0.5)).settlement();
  }
}
