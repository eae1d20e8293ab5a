package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.AuditRecord;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule C9: a paused queue or type gives no claims, and what runs of it finishes. */
abstract class PauseRules extends KitChapter {
  @Test
  @Rule("C9")
  void a_paused_queue_gives_no_claims_and_its_running_jobs_finish() {
    enqueue(job("a"), job("b"));
    Claim running = claimOne();
    operator().pause(QUEUE, WHO);

    assertThat(claim(session, 10)).isEmpty();
    assertThat(settle(new Complete(running))).isEqualTo(Outcome.APPLIED);
    assertThat(inspector().queues()).singleElement().matches(q -> q.paused());

    operator().resume(QUEUE, WHO);
    assertThat(inspector().queues()).singleElement().matches(q -> !q.paused());
    assertThat(ids(claim(session, 10))).containsExactly("b");
  }

  @Test
  @Rule("C9")
  void pausing_and_resuming_one_queue_leaves_the_others_alone() {
    enqueue(jobIn("a", "a1"), jobIn("b", "b1"), jobIn("c", "c1"));
    operator().pause("a", WHO);
    operator().pause("b", WHO);
    Demand all = new Demand("pool", List.of("a", "b", "c"), Priority.STRICT, 9);

    assertThat(ids(claim(session, all))).containsExactly("c1");
    operator().resume("b", WHO);
    assertThat(ids(claim(session, all))).containsExactly("b1");
    operator().resume("a", WHO);
    assertThat(ids(claim(session, all))).containsExactly("a1");
  }

  @Test
  @Rule("C9")
  void a_paused_queue_gives_no_expired_leases_either() {
    enqueueAndClaim();
    operator().pause(QUEUE, WHO);
    bench.advance(LEASE);

    assertThat(claim(other, 10)).isEmpty();
    operator().resume(QUEUE, WHO);
    assertThat(claim(other, 10)).hasSize(1);
  }

  @Test
  @Rule("C9")
  void a_paused_type_gives_no_claims_whatever_brings_its_jobs_to_wait() {
    enqueue(typed("dead", "mail"));
    settle(new DeadLetter(claimOne(), DeadReason.REJECTED, BOOM));
    enqueue(typed("m1", "mail"), typed("m2", "mail"));
    List<Claim> running = claim(session, 2);
    enqueue(
        typed("s1", "sms"), typed("m3", "mail"), typed("m4", "mail").withPriority(Priority.HIGH));
    operator().pauseType("mail", WHO);
    operator().pauseType("mail", WHO);

    enqueue(typed("m5", "mail"), typed("s2", "sms"));
    operator().requeue(refs("dead"), WHO);
    settle(new Retry(running.get(0), Duration.ZERO, BOOM));
    settle(new Release(running.get(1), Duration.ZERO, ReleaseReason.SHUTDOWN));
    assertThat(inspector().pausedTypes()).containsExactly("mail");
    assertThat(inspector().queues()).singleElement().matches(q -> q.waiting() == 8);

    assertThat(ids(claim(session, 20))).containsExactlyInAnyOrder("s1", "s2");
    operator().resumeType("mail", WHO);
    assertThat(ids(claim(session, 20)))
        .containsExactlyInAnyOrder("m1", "m2", "m3", "m4", "m5", "dead");
    assertThat(inspector().pausedTypes()).isEmpty();
    assertThat(inspector().audit(3))
        .extracting(AuditRecord::act, AuditRecord::target)
        .containsExactly(
            tuple("resume-type", "mail"), tuple("retry", "dead"), tuple("pause-type", "mail"));
  }

  @Test
  @Rule("C9")
  void a_job_of_a_paused_type_finishes_if_it_runs_and_waits_if_its_lease_is_lost() {
    enqueue(typed("done", "mail"), typed("lost", "mail"), typed("other", "sms"));
    List<Claim> running = claim(session, 2);
    operator().pauseType("mail", WHO);
    assertThat(settle(new Complete(running.get(0)))).isEqualTo(Outcome.APPLIED);
    bench.advance(LEASE);

    assertThat(ids(claim(other, 10))).containsExactly("other");
    assertThat(record("lost").state()).isEqualTo(JobState.WAITING);
    assertThat(claim(other, 10)).isEmpty();
    operator().resumeType("mail", WHO);
    assertThat(ids(claim(other, 10))).containsExactly("lost");
  }

  @Test
  @Rule("C9")
  void a_running_job_of_a_paused_type_is_left_where_it_is() {
    Claim claim = enqueueAndClaim();
    operator().pauseType("mail", WHO);

    assertThat(record(claim).state()).isEqualTo(JobState.RUNNING);
    bench.checkStore();
    assertThat(session.extend(List.of(new Extension(claim.ref()))))
        .extracting(Extended::state)
        .containsExactly(Extended.State.HELD);
  }

  @Test
  @Rule("X2")
  void a_lease_that_is_lost_while_the_type_is_paused_counts_like_any_other() {
    Claim claim = enqueueAndClaim();
    operator().pauseType("mail", WHO);
    bench.advance(LEASE);
    claim(other, 10);
    operator().resumeType("mail", WHO);

    assertThat(record(claim).job().attempts()).isEqualTo(1);
    assertThat(record(claim).job().streaks().lost()).isEqualTo(1);
    assertThat(record(claim).lost()).isEqualTo(1);
  }

  @Test
  @Rule("C9")
  void pausing_one_type_leaves_the_others_and_other_queues_as_they_are() {
    enqueue(jobIn("a", "a1"), jobIn("b", "b1"), typed("s1", "sms"), typed("t1", "telex"));
    operator().pauseType("mail", WHO);
    operator().pauseType("telex", WHO);
    operator().resumeType("telex", WHO);
    assertThat(inspector().pausedTypes()).containsExactly("mail");
    Demand all = new Demand("pool", List.of("a", "b", QUEUE), Priority.STRICT, 9);
    assertThat(ids(claim(session, all))).containsExactly("s1", "t1");

    operator().pause("a", WHO);
    operator().resumeType("mail", WHO);
    assertThat(ids(claim(session, all))).containsExactly("b1");
    operator().resume("a", WHO);
    assertThat(ids(claim(session, all))).containsExactly("a1");
  }

  @Test
  @Rule("C9")
  void what_comes_beside_jobs_of_a_paused_type_is_stored_and_claimed() {
    operator().pauseType("sms", WHO);
    enqueue(typed("s1", "sms"), typed("s2", "sms"));
    assertThat(claim(session, 9)).isEmpty();

    enqueue(typed("m1", "mail"));
    enqueue(typed("m2", "mail"), typed("m3", "mail"));
    enqueue(typed("m4", "mail"), typed("t1", "telex"));

    assertThat(ids(claim(session, 9))).containsExactly("m1", "m2", "m3", "m4", "t1");
  }

  private static EncodedJob typed(String id, String type) {
    return new EncodedJob(new JobId(id), type, QUEUE, Payload.json("{}"));
  }
}
