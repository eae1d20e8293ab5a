package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.room.Acted;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.tck.bench.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a claim takes, or takes over, it takes from no neighbour. */
abstract class NeighbourClaimRules extends NeighbourChapter {
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
      assertThat(inspector().attempts(ref(id))).as(id).isEmpty();
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
    assertThat(record("s0").job().scheduledAt()).isEqualTo(record("m2").job().scheduledAt());
    assertThat(record("m0").job().attempts()).isEqualTo(1);
    operator().resumeType("mail", WHO);
    assertThat(ids(claim(other, 9))).containsExactly("m2", "n0", "n1", "m0", "m1");
  }

  @Test
  @Rule({"C9", "X2"})
  void lost_leases_of_a_paused_type_alone_are_counted_once() {
    enqueue(typed("m0", "mail"));
    claimOne();
    operator().pauseType("mail", WHO);
    bench.advance(LEASE);

    assertThat(claim(other, 9)).isEmpty();
    bench.advance(LEASE);
    assertThat(claim(other, 9)).isEmpty();

    assertThat(record("m0").state().text()).isEqualTo("waiting");
    assertThat(record("m0").lost()).isEqualTo(1);
    assertThat(inspector().attempts(ref("m0"))).hasSize(1);
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
    assertThat(inspector().ahead(ref("s1"))).isZero();
    assertThat(operator().cancel(refs("s1"), WHO)).containsExactly(Acted.DONE);
    assertThat(claim(session, 9)).isEmpty();
    settle(new Complete(first));
    operator().delete(refs("s0"), WHO);
    assertThat(operator().requeue(refs("s1"), WHO)).containsExactly(Acted.DONE);
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
    assertThat(record("n1").state().text()).isEqualTo("waiting");
  }

  private static EncodedJob typed(String id, String type) {
    return new EncodedJob(new JobId(id), type, QUEUE, Payload.json("{}"));
  }
}
