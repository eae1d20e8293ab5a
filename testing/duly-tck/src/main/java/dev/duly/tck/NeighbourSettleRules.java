package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.TurnResult;
import dev.duly.job.EncodedJob;
import dev.duly.job.Priority;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A settlement is of its own job and claim, whatever lies beside it. */
abstract class NeighbourSettleRules extends NeighbourChapter {
  @Test
  @Rule("S2")
  void a_settlement_sent_again_is_judged_by_its_own_job() {
    backend.enqueue(bulk("a", QUEUE, Priority.NORMAL));
    backend.enqueue(bulk("b", QUEUE, Priority.NORMAL));
    List<Claim> claims = claim(session, 8);
    settle(new Complete(claims.get(0)));
    settle(new Retry(claims.get(1), LATER, BOOM));
    settle(new Retry(claims.get(5), Duration.ZERO, BOOM));
    assertThat(ids(claim(other, 1))).containsExactly("b1");

    assertThat(settle(new Complete(claims.get(0)))).isEqualTo(Outcome.APPLIED);
    assertThat(settle(new Retry(claims.get(0), LATER, BOOM))).isEqualTo(Outcome.LOST);
    assertThat(settle(new Retry(claims.get(1), LATER, BOOM))).isEqualTo(Outcome.APPLIED);
    assertThat(settle(new Complete(claims.get(1)))).isEqualTo(Outcome.LOST);
    assertThat(settle(new Retry(claims.get(5), Duration.ZERO, BOOM))).isEqualTo(Outcome.LOST);
    assertThat(settle(new Complete(claims.get(4)))).isEqualTo(Outcome.APPLIED);
    settle(new Release(claims.get(2), LATER, ReleaseReason.SNOOZED));
    assertThat(settle(new Retry(claims.get(2), LATER, BOOM))).isEqualTo(Outcome.LOST);
    assertThat(settle(new Complete(claims.get(5)))).isEqualTo(Outcome.LOST);
  }

  @Test
  @Rule("S2")
  void a_settlement_sent_again_is_lost_once_another_claim_has_come() {
    backend.enqueue(bulk("a", QUEUE, Priority.NORMAL));
    backend.enqueue(bulk("b", QUEUE, Priority.NORMAL));
    List<Claim> first = claim(session, 8);
    Retry completedLater = new Retry(first.get(1), Duration.ZERO, BOOM);
    Retry retriedAgain = new Retry(first.get(2), Duration.ZERO, BOOM);
    Retry atTheSamePlace = new Retry(first.get(5), LATER, BOOM);
    settleAll(List.of(completedLater, retriedAgain, atTheSamePlace));
    List<Claim> second = claim(other, 2);
    assertThat(ids(second)).containsExactly("a1", "a2");
    settle(new Complete(second.get(0)));
    settle(new Retry(second.get(1), LATER, BOOM));

    assertThat(settleAll(List.of(completedLater, retriedAgain, atTheSamePlace)))
        .containsExactly(Outcome.LOST, Outcome.LOST, Outcome.APPLIED);
  }

  @Test
  @Rule("S2")
  void a_settlement_sent_again_is_lost_once_its_job_was_deleted() {
    enqueue(job("a"), job("b"));
    List<Settlement> done = claim(session, 2).stream().<Settlement>map(Complete::new).toList();
    settleAll(done);
    operator().delete(List.of(ref("a")), WHO);
    assertThat(settleAll(done)).containsExactly(Outcome.LOST, Outcome.APPLIED);
  }

  @Test
  @Rule({"S2", "S7"})
  void a_settlement_sent_again_is_judged_before_the_claim_that_comes_with_it() {
    backend.enqueue(bulk("a", QUEUE, Priority.NORMAL));
    Retry retry = new Retry(claimOne(), Duration.ZERO, BOOM);
    settle(retry);

    TurnResult turn = session.settle(List.of(retry), List.of(new Demand(QUEUE, 1)));
    assertThat(turn.outcomes()).containsExactly(Outcome.APPLIED);
    assertThat(ids(turn.claims())).containsExactly("a0");
  }

  @Test
  @Rule({"S1", "S4"})
  void settlements_of_one_batch_take_from_each_claim_what_is_its_own() {
    backend.enqueue(bulk("a", QUEUE, Priority.NORMAL));
    backend.enqueue(bulk("b", QUEUE, Priority.NORMAL));
    List<Claim> claims = claim(session, 8);
    Map<String, String> before = standing();
    assertThat(
            settleAll(
                List.of(
                    new Retry(claims.get(0), LATER, BOOM), new Retry(claims.get(5), LATER, BOOM))))
        .containsOnly(Outcome.APPLIED);
    assertThat(without(standing(), "a0", "b1")).isEqualTo(without(before, "a0", "b1"));
    assertThat(settleAll(List.of(new Complete(claims.get(1)), new Complete(claims.get(4)))))
        .containsOnly(Outcome.APPLIED);
    assertThat(without(standing(), "a0", "b1", "a1", "b0"))
        .isEqualTo(without(before, "a0", "b1", "a1", "b0"));
  }

  @Test
  @Rule("S1")
  void of_two_claims_of_a_job_in_one_batch_only_the_current_one_counts() {
    backend.enqueue(bulk("a", QUEUE, Priority.NORMAL));
    List<Claim> stale = claim(session, 2);
    bench.advance(LEASE);
    List<Claim> current = claim(other, 2);
    assertThat(ids(current)).isEqualTo(ids(stale));

    assertThat(
            settleAll(
                List.of(
                    new Retry(stale.get(0), LATER, BOOM),
                    new Retry(current.get(0), LATER, BOOM),
                    new Complete(stale.get(1)),
                    new Complete(current.get(1)))))
        .containsExactly(Outcome.LOST, Outcome.APPLIED, Outcome.LOST, Outcome.APPLIED);
    assertThat(record("a0").job().attempts()).isEqualTo(2);
  }

  @Test
  @Rule("S6")
  void of_two_settlements_of_a_claim_in_one_batch_the_second_leaves_nothing() {
    Claim claim = enqueueAndClaim();
    Complete first =
        new Complete(claim.ref(), Optional.empty(), Optional.empty(), List.of(job("x")));
    Cancel second = new Cancel(claim.ref(), Optional.empty(), "asked", List.of(job("y")));

    assertThat(settleAll(List.of(first, second))).containsExactly(Outcome.APPLIED, Outcome.LOST);
    assertThat(inspector().find(ref("x"))).isPresent();
    assertThat(inspector().find(ref("y"))).isEmpty();
  }

  @Test
  @Rule("D2")
  void the_attempts_of_each_job_are_kept_though_many_fail_together() {
    List<EncodedJob> jobs = new ArrayList<>(bulk("a", QUEUE, Priority.NORMAL));
    backend.enqueue(jobs.stream().map(j -> j.withMaxAttempts(100)).toList());
    jobs.add(job("z"));
    enqueue(job("z").withMaxAttempts(100));
    for (int i = 0; i < 34; i++) {
      boolean onlyZ = i >= 22 && i < 33;
      settleAll(
          claim(session, 5).stream()
              .map(
                  c ->
                      onlyZ && !c.job().id().value().equals("z")
                          ? new Release(c, Duration.ZERO, ReleaseReason.SNOOZED)
                          : new Retry(c, Duration.ZERO, BOOM))
              .toList());
      bench.advance(TICK);
    }
    for (EncodedJob job : jobs) {
      assertThat(inspector().attempts(job.ref()))
          .as(job.id().value())
          .hasSize(20)
          .first()
          .matches(attempt -> attempt.number() == (job.id().value().equals("z") ? 15 : 4));
    }
  }
}
