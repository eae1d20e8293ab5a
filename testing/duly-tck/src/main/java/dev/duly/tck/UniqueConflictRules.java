package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.DeadJob;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.Labels;
import dev.duly.job.OnConflict;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Until;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rule E6: what becomes of a job whose unique key is held. */
abstract class UniqueConflictRules extends UniqueChapter {
  private void kill(String id, Until until) {
    enqueue(unique(id, until));
    settle(new DeadLetter(claimOne(), DeadReason.EXHAUSTED, FAILURE));
  }

  @Test
  @Rule("E6 conflict")
  void a_conflict_is_answered_as_the_new_job_asks() {
    enqueue(unique("a"));
    assertThat(
            enqueue(
                on(OnConflict.RETURN_EXISTING, unique("b")), on(OnConflict.REJECT, unique("c"))))
        .containsExactly(duplicate("a"), new Enqueued.Rejected(new JobId("a")));
    assertThat(inspector().find(List.of(ref("b"), ref("c")))).isEmpty();
    assertThat(record("a").job().payload()).isEqualTo(job("a").payload());
  }

  @Test
  @Rule("E6 conflict")
  void a_waiting_holder_gets_the_new_payload_due_time_and_priority() {
    EncodedJob first = unique("a").withDue(new Due.In(MINUTE)).withMaxAttempts(3);
    enqueue(first);
    bench.advance(Duration.ofSeconds(10));
    Payload payload = new Payload(new byte[] {1, -1}, "x/y", 4, Optional.of("k"));
    EncodedJob newer =
        on(OnConflict.REPLACE, unique("b"))
            .withPayload(payload)
            .withPriority(Priority.HIGH)
            .withMaxAttempts(9)
            .withDue(new Due.In(MINUTE));
    assertThat(enqueue(newer)).containsExactly(new Enqueued.Replaced(new JobId("a")));

    JobRecord a = record("a");
    assertThat(a.job().payload()).isEqualTo(payload);
    assertThat(a.job().priority()).isEqualTo(Priority.HIGH);
    assertThat(a.job().maxAttempts()).isEqualTo(3);
    assertThat(Duration.between(a.job().createdAt(), a.job().scheduledAt()))
        .isBetween(Duration.ofSeconds(70), Duration.ofSeconds(71));
    assertThat(inspector().find(List.of(ref("b")))).isEmpty();
    bench.advance(MINUTE.minusSeconds(1));
    assertThat(claim(session, 1)).isEmpty();
    bench.advance(Duration.ofSeconds(1));
    Claim claim = claimOne();
    assertThat(claim.job().payload()).isEqualTo(payload);
    assertThat(claim.job().priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  @Rule("E6 conflict")
  void a_replaced_job_keeps_its_attempts_and_loses_why_it_waits() {
    enqueue(unique("a"));
    settle(new Retry(claimOne(), Duration.ZERO, FAILURE));
    settle(new Release(claimOne(), Duration.ofHours(1), ReleaseReason.UNKNOWN_TYPE));
    assertThat(record("a").parkReason()).isPresent();
    assertThat(enqueue(on(OnConflict.REPLACE, unique("b")).withPriority(Priority.LOW)))
        .containsExactly(new Enqueued.Replaced(new JobId("a")));

    assertThat(record("a").parkReason()).isEmpty();
    assertThat(record("a").job().attempts()).isEqualTo(1);
    assertThat(inspector().attempts(ref("a"))).hasSize(1);
    assertThat(claimOne().job().payload()).isEqualTo(job("b").payload());
  }

  @Test
  @Rule("E6 conflict")
  void what_has_started_or_is_something_else_is_not_replaced() {
    enqueue(unique("a"));
    assertThat(
            enqueue(
                on(
                    OnConflict.REPLACE,
                    new EncodedJob(new JobId("b"), "sms", QUEUE, Payload.json("{}"))
                        .withLabels(Labels.NONE.withUniqueKey(KEY)))))
        .containsExactly(new Enqueued.Rejected(new JobId("a")));
    Claim a = claimOne();
    assertThat(enqueue(on(OnConflict.REPLACE, unique("c")))).containsExactly(duplicate("a"));
    assertThat(record("a").job().payload()).isEqualTo(job("a").payload());
    settle(new Complete(a));
    assertThat(enqueue(on(OnConflict.REPLACE, unique("d", Until.after(MINUTE)))))
        .containsExactly(stored("d"));
    settle(new Complete(claimOne()));
    assertThat(enqueue(on(OnConflict.REPLACE, unique("e")))).containsExactly(duplicate("d"));
    assertThat(record("d").job().payload()).isEqualTo(job("d").payload());
  }

  @Test
  @Rule("E6 conflict")
  void in_one_bulk_the_first_of_two_alike_holds_and_nothing_else_is_spoilt() {
    assertThat(
            enqueue(
                job("plain"),
                unique("a"),
                unique("b"),
                on(OnConflict.REJECT, unique("c")),
                on(OnConflict.REPLACE, unique("d")),
                job("last")))
        .containsExactly(
            stored("plain"),
            stored("a"),
            duplicate("a"),
            new Enqueued.Rejected(new JobId("a")),
            new Enqueued.Replaced(new JobId("a")),
            stored("last"));
    assertThat(ids(claim(session, 9))).containsExactlyInAnyOrder("plain", "a", "last");
    assertThat(record("a").job().payload()).isEqualTo(job("d").payload());
    assertThat(record("plain").job().payload()).isEqualTo(job("plain").payload());
  }

  @Test
  @Rule({"D3", "E6"})
  void a_dead_letter_that_is_requeued_takes_its_key_anew() {
    kill("a", Until.finished());
    assertThat(operator().requeue(List.of(ref("a")), WHO)).containsExactly(Acted.DONE);
    isHeldBy("a");
  }

  @Test
  @Rule({"D3", "E6"})
  void a_dead_letter_stays_dead_while_another_job_holds_its_key() {
    kill("a", Until.finished());
    kill("b", Until.finished());
    enqueue(unique("c"));
    assertThat(operator().requeue(List.of(ref("a"), ref("b")), WHO))
        .containsExactly(Acted.KEY_HELD, Acted.KEY_HELD);
    assertThat(operator().requeue(ref("a"), Payload.json("1"), WHO)).isEqualTo(Acted.KEY_HELD);
    assertThat(record("a").job().payload()).isEqualTo(job("a").payload());
    assertThat(inspector().queues().get(0).dead()).isEqualTo(2);
    assertThat(inspector().audit(9)).isEmpty();

    settle(new Complete(claimOne()));
    assertThat(operator().requeue(List.of(ref("a"), ref("b")), WHO))
        .containsExactly(Acted.DONE, Acted.KEY_HELD);
    isHeldBy("a");
  }

  @Test
  @Rule({"D3", "E6"})
  void what_has_started_or_was_held_for_a_time_needs_no_key_to_be_requeued() {
    kill("a", Until.started());
    kill("b", Until.after(Duration.ofMillis(1)));
    bench.advance(Duration.ofMillis(1));
    enqueue(unique("c"));
    assertThat(operator().requeue(List.of(ref("a"), ref("b")), WHO))
        .containsExactly(Acted.DONE, Acted.DONE);
    isHeldBy("c");
    operator().delete(List.of(ref("c")), WHO);
    isFree();
  }

  @Test
  @Rule({"D2", "E6"})
  void an_imported_dead_letter_takes_no_key() {
    kill("a", Until.finished());
    DeadJob letter = new DeadJob(record("a"), inspector().attempts(ref("a")));
    operator().delete(List.of(ref("a")), WHO);
    enqueue(unique("b"));
    assertThat(operator().importDead(List.of(letter), WHO)).containsExactly(stored("a"));
    isHeldBy("b");
    assertThat(operator().requeue(List.of(ref("a")), WHO)).containsExactly(Acted.KEY_HELD);
    operator().delete(List.of(ref("b")), WHO);
    assertThat(operator().requeue(List.of(ref("a")), WHO)).containsExactly(Acted.DONE);
    isHeldBy("a");
  }

  @Test
  @Rule({"S6", "E6"})
  void a_conflict_among_follow_ups_spoils_neither_them_nor_the_settlement() {
    enqueue(unique("held"), jobIn("first", "a"));
    Claim a = claim(session, new Demand("first", 1)).get(0);
    settle(
        new Complete(
            a.ref(),
            Optional.empty(),
            Optional.empty(),
            List.of(
                on(OnConflict.REJECT, unique("b")),
                job("c"),
                on(OnConflict.REPLACE, unique("d")))));
    assertThat(ids(claim(session, 9))).containsExactlyInAnyOrder("held", "c");
    assertThat(record("held").job().payload()).isEqualTo(job("d").payload());
  }

  @Test
  @Rule({"S6", "E6"})
  void a_follow_up_for_another_queue_takes_its_key_there() {
    EncodedJob next = jobIn("other", "b").withLabels(Labels.NONE.withUniqueKey("✓".repeat(200)));
    Claim a = enqueueAndClaim();
    settle(new Complete(a.ref(), Optional.empty(), Optional.empty(), List.of(next)));

    assertThat(claim(session, new Demand("other", 2))).hasSize(1);
    assertThat(enqueue(jobIn("other", "c").withLabels(next.labels())))
        .containsExactly(duplicate("b"));
  }

  @Test
  @Rule("E6 conflict")
  void a_job_with_a_key_waits_at_its_level_and_once_though_a_type_was_paused() {
    operator().pauseType("mail", WHO);
    enqueue(job("x").withPriority(Priority.LOW));
    assertThat(claim(session, 9)).isEmpty();
    operator().resumeType("mail", WHO);
    settle(new Complete(claimOne()));

    enqueue(unique("a").withPriority(Priority.HIGH));
    enqueue(on(OnConflict.REPLACE, unique("b")).withPriority(Priority.LOW));
    enqueue(job("c"));
    assertThat(ids(claim(session, 9))).containsExactly("c", "a");
    assertThat(inspector().queues().get(0).waiting()).isZero();
    enqueue(job("d").withPriority(Priority.LOW), other("e").withPriority(Priority.HIGH));
    assertThat(ids(claim(session, 9))).containsExactly("e", "d");
  }

  private static EncodedJob other(String id) {
    return job(id).withLabels(Labels.NONE.withUniqueKey("other"));
  }
}
