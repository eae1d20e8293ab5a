package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Feature;
import dev.duly.backend.Outcome;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.TurnResult;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Turns: settling and claiming in one round trip, follow-up jobs, and waiting for something to do.
 */
abstract class TurnRules extends KitChapter {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  @Rule("S7")
  void a_claim_that_fails_never_undoes_a_settlement() {
    enqueue(job("a"), job("b"));
    Claim first = claimOne();
    bench.failNextClaim();

    TurnResult turn = session.settle(List.of(new Complete(first)), List.of(new Demand(QUEUE, 1)));

    assertThat(turn.outcomes()).containsExactly(Outcome.APPLIED);
    assertThat(turn.claims()).isEmpty();
    assertThat(turn.claimFailed()).isPresent();
    assertThat(record(first).state()).isEqualTo(JobState.COMPLETED);
    assertThat(ids(claim(session, 5))).containsExactly("b");
  }

  @Test
  @Rule("S6")
  void follow_up_jobs_exist_exactly_if_their_settlement_applied() {
    for (Settlement settlement :
        List.of(
            complete(enqueueAndClaim(), job("after-complete")),
            new Cancel(
                enqueueAndClaim().ref(), Optional.empty(), "x", List.of(job("after-cancel"))),
            new DeadLetter(
                enqueueAndClaim().ref(),
                Optional.of(Run.INSTANT),
                DeadReason.REJECTED,
                BOOM,
                List.of(job("after-death"))))) {
      assertThat(settle(settlement)).isEqualTo(Outcome.APPLIED);
      JobRef then = settlement.then().get(0).ref();
      assertThat(record(then).state()).isEqualTo(JobState.WAITING);
    }
  }

  @Test
  @Rule("S6")
  void a_lost_settlement_stores_no_follow_up_and_a_repeated_one_none_twice() {
    Claim stale = enqueueAndClaim();
    bench.advance(LEASE);
    Claim current = claimOne(other);
    Settlement good = complete(current, job("then"));

    assertThat(settle(complete(stale, job("never")))).isEqualTo(Outcome.LOST);
    assertThat(settle(good)).isEqualTo(Outcome.APPLIED);
    assertThat(settle(good)).isEqualTo(Outcome.APPLIED);

    if (backend.capabilities().offers(Feature.ATOMIC_THEN)) {
      assertThat(inspector().find(ref("never"))).isEmpty();
    }
    assertThat(ids(claim(session, 10))).containsExactly("then");
  }

  @Test
  @Rule("S6")
  void a_follow_up_may_go_to_another_queue() {
    Claim claim = enqueueAndClaim();
    EncodedJob near = job("near");
    EncodedJob far = jobIn("far", "far").withDue(new Due.In(LEASE));
    EncodedJob farther =
        jobIn("far", "farther").withDue(new Due.At(claim.ref().claimedAt().plus(LEASE).plus(TICK)));
    settle(
        new Complete(
            claim.ref(), Optional.of(Run.INSTANT), Optional.empty(), List.of(near, far, farther)));

    assertThat(ids(claim(session, 10))).containsExactly("near");
    assertThat(claim(session, new Demand("far", 10))).isEmpty();
    assertThat(record(far.ref()).job().scheduledAt())
        .isEqualTo(record(near.ref()).job().createdAt().plus(LEASE));
    bench.advance(LEASE);
    assertThat(ids(claim(other, new Demand("far", 10)))).containsExactly("far");
    bench.advance(TICK);
    assertThat(ids(claim(other, new Demand("far", 10)))).containsExactly("farther");
  }

  @Test
  @Rule("S6")
  void a_conflict_among_the_follow_ups_does_not_undo_the_settlement() {
    Claim claim = enqueueAndClaim();
    enqueue(job("taken"));
    EncodedJob other = job("taken").withPayload(Payload.json("7"));

    assertThat(
            settle(
                new Complete(
                    claim.ref(),
                    Optional.of(Run.INSTANT),
                    Optional.empty(),
                    List.of(other, job("free")))))
        .isEqualTo(Outcome.APPLIED);

    assertThat(record("taken").job().payload()).isEqualTo(job("taken").payload());
    assertThat(record("free").state()).isEqualTo(JobState.WAITING);
  }

  @Test
  @Rule("C7")
  void a_waiting_claim_returns_when_a_queue_is_resumed() throws Exception {
    enqueue(job("a"));
    operator().pause(QUEUE, WHO);
    CompletableFuture<TurnResult> waiting = waiting();

    operator().resume(QUEUE, WHO);

    assertThat(ids(waiting.get(30, TimeUnit.SECONDS).claims())).containsExactly("a");
  }

  private CompletableFuture<TurnResult> waiting() {
    return CompletableFuture.supplyAsync(() -> session.claim(List.of(new Demand(QUEUE, 1)), LONG));
  }

  private static Settlement complete(Claim claim, EncodedJob then) {
    return new Complete(claim.ref(), Optional.of(Run.INSTANT), Optional.empty(), List.of(then));
  }
}
