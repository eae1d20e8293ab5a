package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.Outcome;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.AuditRecord;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A person's acts: what each does in each state, and its line in the audit. */
abstract class OperateRules extends KitChapter {
  private static final Payload EDITED = Payload.json("{\"edited\":true}");
  private final JobRef unknown = ref("unknown");

  @Test
  @Rule("T3")
  void a_waiting_job_is_cancelled_at_once_and_never_runs() {
    enqueue(job("a"), job("b"));

    assertThat(cancel("a")).isEqualTo(Acted.DONE);

    assertThat(record("a").state()).isEqualTo(JobState.CANCELLED);
    assertThat(record("a").deadReason()).contains("cancelled");
    assertThat(ids(claim(session, 10))).containsExactly("b");
  }

  @Test
  @Rule("T3")
  void a_cancelled_job_is_given_to_nobody_however_often_others_are_claimed() {
    enqueue(job("a"), job("b"), job("c"), job("d"));
    cancel("a");
    cancel("c");

    assertThat(claim(session, new Demand("p", List.of(QUEUE), List.of(Priority.HIGH), 5)))
        .isEmpty();
    assertThat(ids(claim(session, 1))).containsExactly("b");
    assertThat(ids(claim(session, 5))).containsExactly("d");
    assertThat(claim(session, 5)).isEmpty();
  }

  @Test
  @Rule({"T3", "X5"})
  void a_running_job_is_asked_to_stop_and_its_worker_hears_of_it() {
    AtomicInteger onChange = new AtomicInteger();
    try (Session listening = backend.open(new WorkerInfo("w3", LEASE), onChange::incrementAndGet)) {
      enqueue(job("a"), job("b"));
      List<Claim> claims = claim(listening, 2);
      assertThat(cancel("a")).isEqualTo(Acted.ASKED);

      assertThat(onChange).hasPositiveValue();
      assertThat(listening.extend(claims.stream().map(Extension::new).toList()))
          .containsExactly(
              new Extended(claims.get(0).ref(), Extended.State.STOP),
              new Extended(claims.get(1).ref(), Extended.State.HELD));
      assertThat(settle(new Cancel(claims.get(0), "cancelled"))).isEqualTo(Outcome.APPLIED);
      assertThat(record(claims.get(0)).state()).isEqualTo(JobState.CANCELLED);
    }
  }

  @Test
  @Rule("X5")
  void a_session_that_is_closed_is_told_nothing_more() {
    AtomicInteger onChange = new AtomicInteger();
    backend.open(new WorkerInfo("w3", LEASE), onChange::incrementAndGet).close();
    enqueue(job("a"));
    claimOne();

    assertThat(cancel("a")).isEqualTo(Acted.ASKED);

    assertThat(onChange).hasValue(0);
  }

  @Test
  @Rule("D2")
  void asking_a_running_job_to_stop_is_in_the_audit() {
    Claim claim = enqueueAndClaim();
    cancel(claim.job().id().value());

    assertThat(inspector().audit(5))
        .extracting(dev.duly.backend.room.AuditRecord::act, dev.duly.backend.room.AuditRecord::jobs)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("cancel", 1));
  }

  @Test
  @Rule("T3")
  void if_it_completes_first_its_result_stands() {
    Claim claim = enqueueAndClaim();
    cancel(claim.job().id().value());

    assertThat(settle(new Complete(claim))).isEqualTo(Outcome.APPLIED);
    assertThat(record(claim).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  @Rule("T3")
  void a_wish_to_cancel_outlives_a_retry_and_a_lost_lease() {
    Claim claim = enqueueAndClaim();
    assertThat(claim.cancelAsked()).isFalse();
    cancel(claim.job().id().value());
    settle(new Retry(claim, Duration.ZERO, BOOM));
    bench.advance(TICK);
    Claim retried = claimOne();
    assertThat(retried.cancelAsked()).isTrue();
    bench.advance(LEASE);

    assertThat(claimOne(other).cancelAsked()).isTrue();
  }

  @Test
  @Rule("D2")
  void an_edited_payload_is_what_the_next_attempt_gets() {
    enqueue(job("waiting"));
    assertThat(operator().edit(ref("waiting"), EDITED, WHO)).isEqualTo(Acted.DONE);
    Claim claim = claimOne();
    assertThat(claim.job().payload()).isEqualTo(EDITED);
    settle(new DeadLetter(claim, DeadReason.REJECTED, BOOM));

    Payload edited =
        new Payload(new byte[] {1, 0, -1}, "text/plain", 2, java.util.Optional.of("k"));
    assertThat(operator().edit(claim.job().ref(), edited, WHO)).isEqualTo(Acted.DONE);
    operator().requeue(List.of(claim.job().ref()), WHO);
    bench.advance(TICK);

    assertThat(claimOne().job().payload()).isEqualTo(edited);
  }

  @Test
  @Rule("E4")
  void an_edit_over_the_limit_is_refused() {
    enqueue(job("a"));
    byte[] much = new byte[backend.capabilities().payloadBytesMax() + 1];

    assertThatThrownBy(() -> operator().edit(ref("a"), new Payload(much, Payload.JSON), WHO))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("payload is");
    assertThat(record("a").job().payload()).isEqualTo(job("a").payload());
  }

  @Test
  @Rule("D1")
  void a_deleted_job_is_gone_with_its_attempts_and_nobody_else_is() {
    enqueue(job("a"), job("b"));
    for (Claim claim : claim(session, 2)) {
      settle(new DeadLetter(claim, DeadReason.REJECTED, BOOM));
    }

    assertThat(operator().delete(refs("b"), WHO)).containsExactly(Acted.DONE);

    assertThat(inspector().find(ref("b"))).isEmpty();
    assertThat(inspector().attempts(ref("b"))).isEmpty();
    assertThat(inspector().attempts(ref("a"))).hasSize(1);
    assertThat(record("a").state()).isEqualTo(JobState.DEAD);
  }

  @Test
  @Rule("D2")
  void each_act_in_each_wrong_state_says_so_and_changes_nothing() {
    Claim completed = enqueueAndClaim();
    settle(new Complete(completed));
    settle(new Retry(enqueueAndClaim(), Duration.ZERO, BOOM));
    bench.advance(TICK);
    Claim running = claimOne();
    JobRef done = completed.job().ref();
    JobRef runs = running.job().ref();
    JobRecord before = record(done);

    assertThat(operator().cancel(List.of(done, unknown), WHO))
        .containsExactly(Acted.WRONG_STATE, Acted.NOT_FOUND);
    assertThat(operator().edit(done, EDITED, WHO)).isEqualTo(Acted.WRONG_STATE);
    assertThat(operator().edit(runs, EDITED, WHO)).isEqualTo(Acted.WRONG_STATE);
    assertThat(operator().edit(unknown, EDITED, WHO)).isEqualTo(Acted.NOT_FOUND);
    assertThat(operator().delete(List.of(runs, unknown), WHO))
        .containsExactly(Acted.WRONG_STATE, Acted.NOT_FOUND);

    assertThat(record(done)).isEqualTo(before);
    assertThat(record(runs).state()).isEqualTo(JobState.RUNNING);
    assertThat(inspector().attempts(runs)).hasSize(1);
    assertThat(record(runs).job().payload()).isEqualTo(running.job().payload());
    assertThat(inspector().audit(10)).isEmpty();
  }

  @Test
  @Rule("D2")
  void every_act_that_did_something_is_in_the_audit_with_who_when_and_how_many() {
    enqueue(job("a"), job("b"), job("c"));
    JobRef a = ref("a");
    operator().cancel(List.of(a, ref("b"), unknown), "ana");
    bench.advance(TICK);
    operator().requeue(List.of(a), "bo");
    operator().edit(a, EDITED, "cy");
    operator().pause(QUEUE, "di");
    operator().resume(QUEUE, "di");
    operator().delete(List.of(a), "ed");

    assertThat(inspector().audit(10))
        .extracting(r -> r.who() + " " + r.act() + " " + r.target() + " " + r.jobs())
        .containsExactly(
            "ed delete a 1",
            "di resume default 0",
            "di pause default 0",
            "cy edit a 1",
            "bo retry a 1",
            "ana cancel a 2");
    List<AuditRecord> latest = inspector().audit(10);
    assertThat(latest.get(0).at()).isEqualTo(latest.get(5).at().plus(TICK));
    assertThat(inspector().audit(2)).hasSize(2);
  }

  private Acted cancel(String id) {
    return operator().cancel(refs(id), WHO).get(0);
  }
}
