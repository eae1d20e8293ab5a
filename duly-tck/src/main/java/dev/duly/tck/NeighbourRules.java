package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Due;
import dev.duly.backend.EncodedJob;
import dev.duly.backend.Enqueued;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.JobQuery;
import dev.duly.backend.Operator.Acted;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.Turn;
import dev.duly.backend.Why;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What happens to one job happens to no other, though an engine may keep together what came
 * together: those of the same bulk, those at the same place of another bulk, those of other levels,
 * queues and due times.
 */
abstract class NeighbourRules extends KitChapter {
  private static final Duration LATER = Duration.ofSeconds(60);

  /** Named after the letter: {@code a0, a1, …}, stored together. */
  private List<EncodedJob> bulk(String letter, String queue, Priority level) {
    return IntStream.range(0, 4)
        .mapToObj(i -> jobIn(queue, letter + i).withPriority(level))
        .toList();
  }

  /** Of each kind of neighbour some, all waiting; {@code a0} is due later than its bulk. */
  private void crowd() {
    backend.enqueue(bulk("a", QUEUE, Priority.NORMAL));
    Claim first = claimOne();
    settle(new Release(first, LATER, Why.SNOOZED));
    backend.enqueue(bulk("b", QUEUE, Priority.NORMAL));
    backend.enqueue(bulk("h", QUEUE, Priority.HIGH));
    backend.enqueue(bulk("o", "other", Priority.NORMAL));
  }

  /** How everything stands, by id. */
  private Map<String, String> standing() {
    Map<String, String> standing = new TreeMap<>();
    for (JobRecord r : inspector().list(JobQuery.all(100)).jobs()) {
      standing.put(
          r.job().id().value(),
          String.join(
              " ",
              r.state().text(),
              "" + r.job().attempts(),
              "" + r.lost(),
              "" + r.job().scheduledAt(),
              r.worker().orElse("-"),
              "" + r.cancelRequested(),
              r.job().payload().text()));
    }
    return standing;
  }

  private static Map<String, String> without(Map<String, String> all, String... ids) {
    Map<String, String> rest = new TreeMap<>(all);
    Arrays.asList(ids).forEach(rest::remove);
    return rest;
  }

  private static List<JobId> named(String... ids) {
    return Arrays.stream(ids).map(JobId::new).toList();
  }

  private List<Claim> claimAll() {
    return claim(
        other,
        new Demand(QUEUE, 100),
        new Demand("p", List.of("other"), List.of(Priority.NORMAL), 100));
  }

  @Test
  @Rule("D2")
  void one_waiting_job_is_cancelled_among_many() {
    crowd();
    for (String id : List.of("a0", "a1", "b3", "h0", "o2")) {
      Map<String, String> before = standing();
      assertThat(operator().cancel(named(id), WHO)).containsExactly(Acted.DONE);
      assertThat(without(standing(), id)).isEqualTo(without(before, id));
    }
    assertThat(ids(claimAll()))
        .containsExactly("h1", "h2", "h3", "a2", "a3", "b0", "b1", "b2", "o0", "o1", "o3");
  }

  @Test
  @Rule("D2")
  void a_whole_bulk_and_half_of_another_are_cancelled_at_once() {
    crowd();
    Map<String, String> before = standing();
    String[] gone = {"b0", "b1", "b2", "b3", "h1", "h3"};
    assertThat(operator().cancel(named(gone), WHO)).containsOnly(Acted.DONE);
    assertThat(without(standing(), gone)).isEqualTo(without(before, gone));
    assertThat(ids(claimAll()))
        .containsExactly("h0", "h2", "a1", "a2", "a3", "o0", "o1", "o2", "o3");
    bench.advance(LATER);
    assertThat(ids(claim(session, 1))).contains("h0"); // its lease is over
  }

  @Test
  @Rule("D2")
  void one_waiting_job_is_deleted_among_many() {
    crowd();
    for (String id : List.of("a0", "a1", "b3", "h0", "o2")) {
      Map<String, String> before = standing();
      assertThat(operator().delete(named(id), WHO)).containsExactly(Acted.DONE);
      assertThat(standing()).isEqualTo(without(before, id));
    }
    assertThat(ids(claimAll()))
        .containsExactly("h1", "h2", "h3", "a2", "a3", "b0", "b1", "b2", "o0", "o1", "o3");
  }

  @Test
  @Rule("D2")
  void what_is_over_is_deleted_and_what_runs_beside_it_is_not() {
    crowd();
    List<Claim> claims = claim(session, new Demand("p", List.of(QUEUE), Priority.STRICT, 6));
    settle(new Complete(claims.get(0)));
    settle(new DeadLetter(claims.get(1), DeadReason.REJECTED, BOOM));
    settle(new DeadLetter(claims.get(4), DeadReason.REJECTED, BOOM));
    operator().cancel(named("o0"), WHO);
    Map<String, String> before = standing();
    assertThat(ids(claims)).containsExactly("h0", "h1", "h2", "h3", "a1", "a2");

    assertThat(operator().delete(named("h0", "h1", "h2", "a1", "a2", "o0"), WHO))
        .containsExactly(
            Acted.DONE, Acted.DONE, Acted.WRONG_STATE, Acted.DONE, Acted.WRONG_STATE, Acted.DONE);
    assertThat(standing()).isEqualTo(without(before, "h0", "h1", "a1", "o0"));
  }

  @Test
  @Rule("D3")
  void a_dead_job_comes_back_to_its_own_queue_and_level() {
    crowd();
    settle(new DeadLetter(claimOne(), DeadReason.REJECTED, BOOM));
    bench.advance(TICK);
    Map<String, String> before = standing();

    assertThat(operator().requeue(named("h0"), WHO)).containsExactly(Acted.DONE);
    assertThat(without(standing(), "h0")).isEqualTo(without(before, "h0"));
    assertThat(ids(claimAll()))
        .containsExactly(
            "h1", "h2", "h3", "h0", "a1", "a2", "a3", "b0", "b1", "b2", "b3", "o0", "o1", "o2",
            "o3");
  }

  @Test
  @Rule({"T3", "X5"})
  void running_jobs_are_asked_to_stop_among_many() {
    crowd();
    List<Claim> claims = new ArrayList<>(claim(other, 6));
    assertThat(ids(claims)).containsExactly("h0", "h1", "h2", "h3", "a1", "a2");
    claims.addAll(claimAll());
    complete(claims, "h1");
    complete(claims, "b2");
    String[] asked = {"b1", "a2", "a0", "h1", "b2"};
    Map<String, String> before = standing();

    assertThat(operator().cancel(named(asked), WHO))
        .containsExactly(
            Acted.ASKED, Acted.ASKED, Acted.DONE, Acted.WRONG_STATE, Acted.WRONG_STATE);
    assertThat(without(standing(), "b1", "a2", "a0")).isEqualTo(without(before, "b1", "a2", "a0"));
    for (Extended answer : other.extend(claims.stream().map(this::extension).toList())) {
      String id = answer.claim().job().id().value();
      assertThat(answer.state())
          .as(id)
          .isEqualTo(List.of("b1", "a2").contains(id) ? Extended.State.STOP : Extended.State.HELD);
    }
  }

  /** Completes one of them, and takes it off the list. */
  private void complete(List<Claim> claims, String id) {
    Claim one = claims.stream().filter(c -> c.job().id().value().equals(id)).findAny().get();
    claims.remove(one);
    assertThat(settle(new Complete(one))).isEqualTo(Outcome.APPLIED);
  }

  private Extension extension(Claim claim) {
    return new Extension(claim, Optional.empty());
  }

  @Test
  @Rule("D2")
  void a_running_job_is_not_edited_though_its_neighbours_can_be() {
    crowd();
    Claim running = claimOne(); // h0
    Map<String, String> before = standing();
    Payload edited = Payload.json("\"edited\"");

    assertThat(operator().edit(running.job().id(), edited, WHO)).isEqualTo(Acted.WRONG_STATE);
    assertThat(standing()).isEqualTo(before);
    for (String id : List.of("h1", "a0", "b0", "o3")) {
      assertThat(operator().edit(new JobId(id), edited, WHO)).isEqualTo(Acted.DONE);
    }
    assertThat(without(standing(), "h1", "a0", "b0", "o3"))
        .isEqualTo(without(before, "h1", "a0", "b0", "o3"));
    assertThat(record(new JobId("h1")).job().payload()).isEqualTo(edited);
  }

  @Test
  @Rule("C2")
  void what_is_due_later_stays_when_its_bulk_is_taken_in_parts() {
    crowd();
    assertThat(ids(claim(session, new Demand("p", List.of(QUEUE), List.of(Priority.NORMAL), 1))))
        .containsExactly("a1");
    assertThat(ids(claim(session, new Demand("p", List.of(QUEUE), List.of(Priority.NORMAL), 3))))
        .containsExactly("a2", "a3", "b0");
    bench.advance(LEASE.dividedBy(2));
    assertThat(ids(claimAll()))
        .containsExactly("h0", "h1", "h2", "h3", "b1", "b2", "b3", "o0", "o1", "o2", "o3");
    bench.advance(LATER.minus(LEASE.dividedBy(2)).minus(TICK));
    session.close();
    assertThat(standing().get("a0")).startsWith("waiting");
    bench.advance(TICK);
    assertThat(ids(claim(other, 100))).contains("a0");
  }

  @Test
  @Rule({"X2", "S1"})
  void a_lost_lease_touches_what_it_held_and_nothing_beside_it() {
    crowd();
    Demand normal = new Demand("p", List.of(QUEUE), List.of(Priority.NORMAL), 2);
    List<Claim> mine = claim(session, normal); // a1, a2
    settle(new Complete(mine.get(0)));
    bench.advance(LEASE.dividedBy(2));
    List<Claim> theirs = claim(other, new Demand("p", List.of(QUEUE), List.of(Priority.NORMAL), 4));
    assertThat(ids(theirs)).containsExactly("a3", "b0", "b1", "b2");
    bench.advance(LEASE.dividedBy(2));
    Map<String, String> before = standing();

    List<Claim> again = claim(other, new Demand("p", List.of(QUEUE), List.of(Priority.NORMAL), 1));
    assertThat(ids(again)).containsExactly("a2");
    assertThat(without(standing(), "a2")).isEqualTo(without(before, "a2"));
    for (String id : List.of("a1", "a3", "b0", "b1", "b2", "h0")) {
      assertThat(inspector().attempts(new JobId(id))).as(id).isEmpty();
    }
    assertThat(settle(new Complete(mine.get(1)))).isEqualTo(Outcome.LOST);
    assertThat(
            other
                .settle(
                    List.of(new Complete(theirs.get(0)), new Complete(theirs.get(2))), List.of())
                .outcomes())
        .containsOnly(Outcome.APPLIED);
  }

  @Test
  @Rule("X2")
  void of_two_leases_lost_at_once_one_is_taken_over_in_parts() {
    backend.enqueue(bulk("a", QUEUE, Priority.NORMAL));
    backend.enqueue(bulk("b", QUEUE, Priority.NORMAL));
    List<Claim> lost = claim(session, 8);
    bench.advance(LEASE);
    assertThat(ids(claim(other, 2))).containsExactly("a0", "a1");
    Map<String, String> before = standing();
    assertThat(ids(claim(other, 3))).containsExactly("a2", "a3", "b0");
    assertThat(without(standing(), "a2", "a3", "b0")).isEqualTo(without(before, "a2", "a3", "b0"));
    assertThat(settle(new Complete(lost.get(6)))).isEqualTo(Outcome.APPLIED);
    assertThat(ids(claim(other, 9))).containsExactly("b1", "b3");
  }

  @Test
  @Rule({"C9", "X2"})
  void a_lost_lease_of_a_paused_type_goes_to_wait_alone() {
    enqueue(typed("m0", "mail"), typed("s0", "sms"), typed("m1", "mail"), typed("m2", "mail"));
    enqueue(typed("n0", "mail"), typed("r0", "sms"), typed("n1", "mail"));
    claim(session, 3);
    operator().pauseType("mail", WHO);
    bench.advance(LEASE);
    Map<String, String> before = standing();

    assertThat(ids(claim(other, 9))).containsExactly("s0", "r0");
    assertThat(without(standing(), "m0", "s0", "m1", "r0"))
        .isEqualTo(without(before, "m0", "s0", "m1", "r0"));
    assertThat(record(new JobId("s0")).job().scheduledAt())
        .isEqualTo(record(new JobId("m2")).job().scheduledAt());
    assertThat(record(new JobId("m0")).job().attempts()).isEqualTo(1);
    operator().resumeType("mail", WHO);
    assertThat(ids(claim(other, 9))).containsExactly("m2", "n0", "n1", "m0", "m1");
  }

  @Test
  @Rule("C9")
  void two_paused_types_come_back_each_by_itself_and_to_its_level() {
    enqueue(jobIn("other", "o0"));
    bench.advance(TICK);
    enqueue(
        typed("m0", "mail"),
        typed("t0", "telex"),
        typed("s0", "sms"),
        typed("s1", "sms"),
        typed("m1", "mail").withPriority(Priority.HIGH),
        typed("t1", "telex").withPriority(Priority.HIGH),
        typed("m2", "mail").withPriority(Priority.LOW));
    operator().pauseType("mail", WHO);
    operator().pauseType("telex", WHO);
    Claim first = claimOne();
    assertThat(first.job().id().value()).isEqualTo("s0");
    assertThat(inspector().ahead(new JobId("s1"))).isZero();
    assertThat(operator().cancel(named("s1"), WHO)).containsExactly(Acted.DONE);
    assertThat(claim(session, 9)).isEmpty();
    settle(new Complete(first));
    operator().delete(named("s0"), WHO);
    assertThat(operator().requeue(named("s1"), WHO)).containsExactly(Acted.DONE);
    assertThat(ids(claim(session, 9))).containsExactly("s1");

    operator().resumeType("mail", WHO);
    enqueue(typed("m3", "mail").withPriority(Priority.HIGH));
    enqueue(typed("s2", "sms"));
    assertThat(ids(claim(session, new Demand("p", List.of(QUEUE), List.of(Priority.NORMAL), 2))))
        .containsExactly("m0", "s2");
    assertThat(ids(claim(session, new Demand("p", List.of(QUEUE), List.of(Priority.HIGH), 9))))
        .containsExactly("m1", "m3");
    assertThat(ids(claim(session, new Demand("p", List.of(QUEUE), List.of(Priority.LOW), 9))))
        .containsExactly("m2");
    operator().resumeType("telex", WHO);
    assertThat(ids(claim(session, 9))).containsExactly("t1", "t0");
  }

  @Test
  @Rule("E3")
  void a_bulk_with_a_taken_id_lies_where_it_belongs() {
    enqueue(job("taken"));
    operator().pauseType("fax", WHO);
    enqueue(typed("f0", "fax"), typed("f1", "fax").withPriority(Priority.HIGH));
    assertThat(ids(claim(session, 9))).containsExactly("taken");

    List<Enqueued> answers =
        enqueue(
            job("n0"),
            job("h0").withPriority(Priority.HIGH),
            job("taken"),
            jobIn("other", "o0"),
            job("n1").withDue(new Due.In(LATER)),
            job("n2"));
    assertThat(answers).filteredOn(a -> a instanceof Enqueued.Stored).hasSize(5);
    assertThat(ids(claim(session, new Demand("p", List.of("other"), List.of(Priority.NORMAL), 9))))
        .containsExactly("o0");
    assertThat(ids(claim(session, new Demand("p", List.of(QUEUE), List.of(Priority.HIGH), 9))))
        .containsExactly("h0");
    assertThat(ids(claim(session, 9))).containsExactly("n0", "n2");
    bench.advance(LATER);
    assertThat(ids(claim(other, new Demand("p", List.of(QUEUE), List.of(Priority.NORMAL), 1))))
        .isSubsetOf("taken", "n0", "n2");
    assertThat(record(new JobId("n1")).state().text()).isEqualTo("waiting");
  }

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
    settle(new Release(claims.get(2), LATER, Why.SNOOZED));
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
  @Rule({"S2", "S7"})
  void a_settlement_sent_again_is_judged_before_the_claim_that_comes_with_it() {
    backend.enqueue(bulk("a", QUEUE, Priority.NORMAL));
    Retry retry = new Retry(claimOne(), Duration.ZERO, BOOM);
    settle(retry);

    Turn turn = session.settle(List.of(retry), List.of(new Demand(QUEUE, 1)));
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
    assertThat(record(new JobId("a0")).job().attempts()).isEqualTo(2);
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
                          ? new Release(c, Duration.ZERO, Why.SNOOZED)
                          : new Retry(c, Duration.ZERO, BOOM))
              .toList());
      bench.advance(TICK);
    }
    for (EncodedJob job : jobs) {
      assertThat(inspector().attempts(job.id()))
          .as(job.id().value())
          .hasSize(20)
          .first()
          .matches(attempt -> attempt.number() == (job.id().value().equals("z") ? 15 : 4));
    }
  }

  private static EncodedJob typed(String id, String type) {
    return new EncodedJob(new JobId(id), type, QUEUE, Payload.json("{}"));
  }
}
