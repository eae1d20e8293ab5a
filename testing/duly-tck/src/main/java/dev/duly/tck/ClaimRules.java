package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Feature;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.TurnResult;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobState;
import dev.duly.job.Priority;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** C. Claim. */
abstract class ClaimRules extends KitChapter {

  @Test
  @Rule("C2")
  void a_job_is_not_claimed_before_it_is_due() {
    enqueue(job("later").withDue(new Due.In(Duration.ofSeconds(10))), job("now"));

    assertThat(ids(claim(session, 10))).containsExactly("now");
    bench.advance(Duration.ofSeconds(10).minus(TICK));
    assertThat(claim(other, 10)).isEmpty();
    bench.advance(TICK);
    assertThat(ids(claim(other, 10))).containsExactly("later");
  }

  @Test
  @Rule("C2")
  void a_retried_job_is_not_claimed_before_it_is_due() {
    Claim claim = enqueueAndClaim();
    settle(new Retry(claim, Duration.ofSeconds(5), BOOM));

    bench.advance(Duration.ofSeconds(5).minus(TICK));
    assertThat(claim(session, 10)).isEmpty();
    bench.advance(TICK);
    assertThat(claim(session, 10)).hasSize(1);
  }

  @Test
  @Rule("C3")
  void every_claim_has_a_fresh_token_and_a_lease() {
    Claim first = enqueueAndClaim();
    assertThat(record(first).leaseUntil()).contains(first.ref().claimedAt().plus(LEASE));
    settle(new Retry(first, Duration.ZERO, BOOM));
    bench.advance(TICK);

    Claim second = claimOne();

    assertThat(second.ref().token().text()).isNotEqualTo(first.ref().token().text());
    assertThat(second.lease()).isEqualTo(LEASE);
    if (backend.capabilities().offers(Feature.FENCE)) {
      assertThat(second.fence().orElseThrow()).isGreaterThan(first.fence().orElseThrow());
    }
  }

  @Test
  @Rule("C4")
  void queues_then_levels_then_the_order_of_becoming_due() {
    enqueue(
        jobIn("second", "s-high").withPriority(Priority.HIGH),
        jobIn("first", "f-low").withPriority(Priority.LOW),
        jobIn("first", "f-normal-1"),
        jobIn("first", "f-high").withPriority(Priority.HIGH),
        jobIn("first", "f-normal-2"));

    Demand pool = new Demand("pool", List.of("first", "second"), Priority.STRICT, 10);

    assertThat(ids(claim(session, pool)))
        .containsExactly("f-high", "f-normal-1", "f-normal-2", "f-low", "s-high");
  }

  @Test
  @Rule("C4")
  void within_a_level_the_earliest_due_comes_first() {
    enqueue(
        job("third").withDue(new Due.In(Duration.ofSeconds(30))),
        job("first").withDue(new Due.In(Duration.ofSeconds(10))),
        job("second").withDue(new Due.In(Duration.ofSeconds(20))));
    bench.advance(Duration.ofMinutes(1));
    enqueue(job("fourth"));

    assertThat(ids(claim(session, 2))).containsExactly("first", "second");
    assertThat(ids(claim(session, 2))).containsExactly("third", "fourth");
  }

  @Test
  @Rule("C4")
  void what_became_due_later_is_left_though_it_lies_between() {
    enqueue(job("a"), job("b").withDue(new Due.In(Duration.ofSeconds(1))), job("c"));
    bench.advance(Duration.ofSeconds(2));

    assertThat(ids(claim(session, 2))).containsExactly("a", "c");
    assertThat(ids(claim(other, 2))).containsExactly("b");
  }

  @Test
  @Rule("C5")
  void scattered_jobs_of_one_queue_are_claimed_and_nothing_between_them() {
    for (int i = 0; i < 40; i++) {
      enqueue(jobIn(i % 4 == 0 ? "rare" : "often", "j" + i));
    }

    List<Claim> rare = claim(session, new Demand("rare", 5));

    assertThat(ids(rare)).containsExactly("j0", "j4", "j8", "j12", "j16");
    assertThat(inspector().queues())
        .extracting(q -> q.queue() + " " + q.waiting() + "+" + q.running())
        .containsExactly("often 30+0", "rare 5+5");
    assertThat(ids(claim(other, new Demand("often", 100)))).hasSize(30);
  }

  @Test
  @Rule("C5")
  void jobs_far_apart_are_claimed_and_settled_together() {
    for (int i = 0; i < 90; i++) {
      enqueue(jobIn(i % 30 == 0 ? "rare" : "often", "j" + i));
    }

    List<Claim> rare = claim(session, new Demand("rare", 5));

    assertThat(ids(rare)).containsExactly("j0", "j30", "j60");
    assertThat(settleAll(rare.stream().map(Complete::new).toList())).containsOnly(Outcome.APPLIED);
    assertThat(inspector().queues())
        .extracting(q -> q.queue() + " " + q.waiting() + "+" + q.completed())
        .containsExactly("often 87+0", "rare 0+3");
  }

  @Test
  @Rule("C10")
  void a_claim_repeated_after_a_lost_answer_brings_the_same_jobs() {
    enqueue(job("theirs"), job("a"), job("b"), job("c"));
    claimOne(other);
    bench.loseNextAnswer();
    assertThatThrownBy(() -> claim(session, 2)).isInstanceOf(BackendException.class);

    List<Claim> again = claim(session, 2);

    assertThat(ids(again)).containsExactly("a", "b");
    assertThat(again).allSatisfy(c -> assertThat(c.job().attempts()).isZero());
    assertThat(ids(claim(session, 2))).containsExactly("c");
    assertThat(settleAll(again.stream().map(Complete::new).toList()))
        .containsExactly(Outcome.APPLIED, Outcome.APPLIED);
  }

  @Test
  @Rule("C10")
  void a_claim_repeated_brings_the_jobs_in_the_order_of_levels_and_due_times() {
    List<EncodedJob> jobs = new ArrayList<>();
    jobs.add(job("low").withPriority(Priority.LOW));
    jobs.add(job("late").withDue(new Due.In(TICK.multipliedBy(2))));
    jobs.add(job("soon").withDue(new Due.In(TICK)));
    List<String> atOnce = IntStream.range(0, 20).mapToObj(i -> "at-once-" + (99 - i)).toList();
    atOnce.forEach(id -> jobs.add(job(id)));
    jobs.add(job("high").withPriority(Priority.HIGH));
    backend.enqueue(jobs);
    bench.advance(TICK.multipliedBy(2));
    bench.loseNextAnswer();
    assertThatThrownBy(() -> claim(session, 24)).isInstanceOf(BackendException.class);

    List<String> again = ids(claim(session, 24));

    assertThat(again).startsWith("high").endsWith("soon", "late", "low").hasSize(24);
    assertThat(again.subList(1, 21)).isEqualTo(atOnce);
  }

  @Test
  @Rule({"C10", "S2"})
  void a_turn_repeated_after_a_lost_answer_settles_once_and_brings_the_same_jobs() {
    enqueue(job("a"), job("b"));
    List<Complete> done = List.of(new Complete(claimOne()));
    List<Demand> next = List.of(new Demand(QUEUE, 1));
    bench.loseNextAnswer();
    assertThatThrownBy(() -> session.settle(List.copyOf(done), next))
        .isInstanceOf(BackendException.class);

    TurnResult again = session.settle(List.copyOf(done), next);

    assertThat(again.outcomes()).containsExactly(Outcome.APPLIED);
    assertThat(ids(again.claims())).containsExactly("b");
    assertThat(record(again.claims().get(0)).job().attempts()).isZero();
    assertThat(record(done.get(0).claim().job()).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  @Rule("C1")
  void tokens_of_one_claim_name_its_jobs_together_with_their_ids() {
    enqueue(job("a"), job("b"), job("c"));
    List<Claim> claims = claim(session, 3);

    settle(new Complete(claims.get(1)));

    assertThat(record(claims.get(0)).state()).isEqualTo(JobState.RUNNING);
    assertThat(record(claims.get(1)).state()).isEqualTo(JobState.COMPLETED);
    assertThat(record(claims.get(2)).state()).isEqualTo(JobState.RUNNING);
    assertThat(new TreeSet<>(ids(claims))).hasSize(3);
  }
}
