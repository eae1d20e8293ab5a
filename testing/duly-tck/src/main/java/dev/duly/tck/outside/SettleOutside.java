package dev.duly.tck.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.TurnResult;
import dev.duly.job.Streaks;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** S. What becomes of a job when its claim is settled. */
abstract class SettleOutside extends OutsideChapter {

  @Test
  @Rule("S7")
  void a_turn_settles_and_hands_out_the_next_claims() {
    enqueue(job("a"), job("b"), job("c"));
    Claim first = claimOne();

    TurnResult turn = turn(new Complete(first));

    assertThat(turn.outcomes()).hasSize(1).allMatch(OutsideChapter::isKept);
    assertThat(ids(claims(turn, 1))).containsExactly("b");
    assertThat(turn.claimFailed()).isEmpty();
    assertThat(session.settle(List.of(), List.of()).outcomes()).isEmpty();
  }

  @Test
  @Rule("S7")
  void a_turn_can_hand_out_what_it_has_just_put_back() {
    Claim claim = enqueueAndClaim();

    TurnResult turn =
        session.settle(
            List.of(new Settlement.Retry(claim, Duration.ZERO, BOOM)),
            List.of(new Demand(QUEUE, 1)));

    assertThat(claims(turn, 1)).extracting(c -> c.job().attempts()).containsExactly(1);
  }

  @Test
  @Rule("S3")
  void a_retry_comes_back_with_an_attempt_more_and_no_streak() {
    enqueue(job("a"));
    settle(new Release(claimOne(), Duration.ZERO, ReleaseReason.UNKNOWN_TYPE));
    settle(new Retry(claimOne(), Duration.ZERO, BOOM));

    Claim claim = claimOne();

    assertThat(claim.job().attempts()).isEqualTo(1);
    assertThat(claim.job().streaks()).isEqualTo(Streaks.NONE);
    assertThat(claim.job().payload()).isEqualTo(job("a").payload());
  }

  @Test
  @Rule("S3")
  void what_goes_back_is_there_when_settle_answers_though_its_worker_vanishes_then() {
    enqueue(job("a"), job("b"), job("c"));
    List<Claim> claims = claim(session, 3);
    settleAll(
        List.of(
            new Retry(claims.get(0), Duration.ZERO, BOOM),
            new Release(claims.get(1), Duration.ZERO, ReleaseReason.SNOOZED),
            new DeadLetter(claims.get(2), DeadReason.REJECTED, BOOM)));

    bench.lose(session);

    assertThat(ids(claim(other, 5))).containsExactlyInAnyOrder("a", "b");
    assertThat(backend.rooms().deadLetters().orElseThrow().find(ref("c"))).isPresent();
  }

  @Test
  @Rule("S3")
  void a_release_comes_back_with_its_streaks_and_no_attempt_more() {
    enqueue(job("a"));
    Streaks parked = new Streaks(0, 2, 4);
    Claim first = claimOne();
    settle(
        new Release(first.ref(), Optional.empty(), Duration.ZERO, ReleaseReason.SNOOZED, parked));

    Claim claim = claimOne();

    assertThat(claim.job().attempts()).isZero();
    assertThat(claim.job().streaks()).isEqualTo(parked);
    assertThat(claim.job())
        .isEqualTo(
            first.job().toBuilder().streaks(parked).scheduledAt(claim.job().scheduledAt()).build());
  }

  @Test
  @Rule("S3")
  void what_was_snoozed_comes_back_when_its_delay_is_over() {
    enqueue(job("a"));
    settle(new Release(claimOne(), times().delay(), ReleaseReason.SNOOZED));
    claimNone(other, 1);

    later(times().delay());

    assertThat(ids(claim(session, 1))).containsExactly("a");
  }

  @Test
  @Rule("S3")
  void what_is_completed_or_cancelled_or_dead_does_not_come_back() {
    enqueue(job("a"), job("b"), job("c"));
    List<Claim> claims = claim(session, 3);
    settleAll(
        List.of(
            new Complete(claims.get(0)),
            new Cancel(claims.get(1), "asked"),
            new DeadLetter(claims.get(2), DeadReason.REJECTED, BOOM)));

    bench.lose(session);

    claimNone(other, 5);
  }

  @Test
  @Rule("S1 complete")
  void a_completion_under_a_lost_claim_changes_nothing_for_who_holds_it_now() {
    enqueue(job("a"));
    Claim stale = claimOne();
    bench.lose(session);
    Claim current = claimOne(other);

    session.settle(List.of(new Complete(stale)), List.of());

    assertThat(other.extend(List.of(new Extension(current))))
        .extracting(Extended::state)
        .containsExactly(Extended.State.HELD);
    assertThat(other.settle(List.of(new Retry(current, Duration.ZERO, BOOM)), List.of()).outcomes())
        .containsAnyOf(Outcome.APPLIED, Outcome.ACCEPTED);
    assertThat(claimOne(other).job().attempts()).isEqualTo(2);
  }

  @Test
  @Rule("S4")
  void each_of_a_batch_is_settled_by_itself() {
    enqueue(job("a"), job("b"), job("c"));
    List<Claim> claims = claim(session, 3);
    settle(new Complete(claims.get(1)));

    List<Outcome> outcomes =
        settleAll(
            List.of(
                new Retry(claims.get(0), Duration.ZERO, BOOM),
                new Retry(claims.get(1), Duration.ZERO, BOOM),
                new Complete(claims.get(2))));

    assertThat(outcomes.get(0)).isIn(Outcome.APPLIED, Outcome.ACCEPTED);
    assertThat(outcomes.get(2)).isIn(Outcome.APPLIED, Outcome.ACCEPTED);
    assertThat(ids(claim(other, 5))).containsExactly("a");
  }

  @Test
  @Rule("S6")
  void follow_up_jobs_are_there_once_their_settlement_is() {
    enqueue(job("a"), job("b"), job("c"));
    List<Claim> claims = claim(session, 3);
    Optional<Run> ran = Optional.of(Run.INSTANT);
    settleAll(
        List.of(
            new Complete(claims.get(0).ref(), ran, Optional.empty(), List.of(job("then-a"))),
            new Cancel(claims.get(1).ref(), ran, "asked", List.of(job("then-b"))),
            new DeadLetter(
                claims.get(2).ref(), ran, DeadReason.REJECTED, BOOM, List.of(job("then-c")))));

    assertThat(ids(claim(other, 5))).containsExactlyInAnyOrder("then-a", "then-b", "then-c");
  }

  private TurnResult turn(Settlement done) {
    return session.settle(List.of(done), List.of(new Demand(QUEUE, 1)));
  }
}
