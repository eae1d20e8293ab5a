package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.Retention;
import dev.duly.job.Due;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Priority;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Jobs that are over stay for as long as the store keeps them, and no longer; dead letters stay.
 */
abstract class RetentionRules extends KitChapter {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  private List<String> stored() {
    return inspector().list(JobQuery.all(1_000)).jobs().stream()
        .map(job -> job.job().id().value() + " " + job.state().text())
        .toList();
  }

  private void completeAll() {
    completeAll(QUEUE);
  }

  private void completeAll(String queue) {
    List<Claim> some;
    do {
      some = claim(session, new Demand(queue, 500));
      settleAll(some.stream().map(Complete::new).toList());
    } while (!some.isEmpty());
  }

  private static Retention kept(Duration completed, Duration cancelled) {
    return new Retention(Optional.of(completed), Optional.of(cancelled));
  }

  @Test
  @Rule("D1")
  void a_new_store_keeps_jobs_that_are_over_for_seven_days() {
    assertThat(inspector().retention()).contains(Retention.of(WEEK));
    enqueue(job("a"));
    completeAll();

    bench.advance(WEEK.minus(TICK));
    bench.prune();
    assertThat(stored()).containsExactly("a completed");

    bench.advance(TICK);
    bench.prune();
    assertThat(stored()).isEmpty();
  }

  @Test
  @Rule("D1")
  void what_is_over_for_long_goes_with_all_there_is_of_it_and_nothing_else_does() {
    enqueue(job("completed"), job("cancelled"), job("dead"), job("retrying"), job("running"));
    List<Claim> claims = claim(session, 5);
    settleAll(
        List.<Settlement>of(
            new Complete(claims.get(0)),
            new Cancel(claims.get(1), "asked"),
            new DeadLetter(claims.get(2), DeadReason.REJECTED, BOOM),
            new Retry(claims.get(3), Duration.ofSeconds(1), BOOM)));
    enqueue(job("waiting"), job("requeued"), job("late").withDue(new Due.In(WEEK)));
    operator().cancel(refs("requeued"), WHO);
    operator().requeue(refs("requeued"), WHO);

    bench.advance(WEEK);
    bench.prune();

    assertThat(stored())
        .containsExactly(
            "late waiting",
            "requeued waiting",
            "waiting waiting",
            "running running",
            "retrying waiting",
            "dead dead");
    assertThat(inspector().attempts(ref("cancelled"))).isEmpty();
    assertThat(inspector().attempts(ref("dead"))).hasSize(1);
    assertThat(inspector().queues())
        .extracting(
            QueueRecord::waiting, QueueRecord::completed, QueueRecord::cancelled, QueueRecord::dead)
        .containsExactly(tuple(4L, 0L, 0L, 1L));
  }

  @Test
  @Rule("D1")
  void an_old_job_that_has_just_ended_stays_for_its_time() {
    enqueue(job("first"), job("a"), job("b"), job("c"));
    List<Claim> claims = claim(session, 2);
    settle(new Complete(claims.get(0)));
    bench.advance(WEEK);
    settle(new Complete(claims.get(1))); // of the same claim, a week later
    operator().cancel(refs("b"), WHO);
    bench.advance(WEEK.minus(TICK));
    bench.prune();
    assertThat(stored()).containsExactly("c waiting", "b cancelled", "a completed");

    bench.advance(TICK);
    bench.prune();
    assertThat(stored()).containsExactly("c waiting");
  }

  @Test
  @Rule("D1")
  void each_queue_and_level_loses_its_own_beside_a_paused_type() {
    enqueue(
        job("a"),
        job("b"),
        jobIn("other", "c"),
        jobIn("other", "d"),
        job("e").withPriority(Priority.HIGH),
        job("f").withPriority(Priority.HIGH));
    operator().cancel(refs("b", "d", "f"), WHO);
    completeAll();
    completeAll("other");
    operator().pauseType("mail", WHO);
    enqueue(job("g"), jobIn("other", "h"), job("i").withPriority(Priority.HIGH));
    assertThat(claim(session, 5)).isEmpty(); // behind the type's gate by now
    assertThat(claim(session, new Demand("other", 5))).isEmpty();

    bench.advance(WEEK);
    bench.prune();

    assertThat(inspector().queues())
        .extracting(
            QueueRecord::queue,
            QueueRecord::waiting,
            QueueRecord::completed,
            QueueRecord::cancelled)
        .containsExactly(tuple("default", 2L, 0L, 0L), tuple("other", 1L, 0L, 0L));
  }

  @Test
  @Rule("D1")
  void completed_and_cancelled_jobs_each_have_their_time() {
    enqueue(job("a"), job("b"));
    settle(new Cancel(claimOne(), "asked"));
    completeAll();

    operator().keep(kept(DAY.multipliedBy(2), DAY), WHO);
    bench.advance(DAY);
    bench.prune();
    assertThat(stored()).containsExactly("b completed");

    operator().keep(new Retention(Optional.empty(), Optional.of(DAY)), WHO);
    bench.advance(Duration.ofDays(3_000));
    bench.prune();
    assertThat(stored()).containsExactly("b completed");

    operator().keep(new Retention(Optional.of(DAY), Optional.empty()), WHO);
    bench.prune();
    assertThat(stored()).isEmpty();
  }

  @Test
  @Rule("D1")
  void what_is_to_be_kept_for_ever_is() {
    operator().keep(Retention.FOREVER, WHO);
    enqueue(job("a"), job("b"));
    settle(new Cancel(claimOne(), "asked"));
    completeAll();

    bench.advance(Duration.ofDays(3_000));
    bench.prune();

    assertThat(stored()).containsExactly("b completed", "a cancelled");
  }

  @Test
  @Rule("D2")
  void the_store_says_how_long_it_keeps_jobs_and_who_said_so() {
    assertThat(inspector().health()).extracting(HealthIssue::text).anyMatch(t -> t.contains("7d"));

    operator().keep(Retention.of(DAY.multipliedBy(30)), "ana");
    operator().keep(kept(DAY, WEEK), "bo");

    assertThat(inspector().retention()).contains(kept(DAY, WEEK));
    assertThat(inspector().health())
        .extracting(HealthIssue::text)
        .anyMatch(text -> text.contains("completed 1d, cancelled 7d"));
    assertThat(inspector().audit(5))
        .extracting(AuditRecord::who, AuditRecord::act, AuditRecord::target, AuditRecord::jobs)
        .containsExactly(
            tuple("bo", "keep", "completed 1d, cancelled 7d", 0), tuple("ana", "keep", "30d", 0));
  }

  @Test
  @Rule("E3")
  void the_id_of_a_job_that_is_gone_is_free_again_and_of_one_that_stays_it_is_not() {
    enqueue(job("a"), job("b"));
    settle(new Complete(claimOne()));
    bench.advance(WEEK);
    bench.prune();

    assertThat(enqueue(job("a"), job("b")))
        .containsExactly(
            new Enqueued.Stored(new JobId("a")), new Enqueued.Duplicate(new JobId("b")));
    assertThat(ids(claim(session, 5))).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  @Rule("D1")
  void many_go_in_one_round_and_those_among_them_that_are_not_over_stay() {
    int many = 1_300; // more than engines delete at once
    List<String> stay = new ArrayList<>();
    backend.enqueue(
        IntStream.range(0, many)
            .mapToObj(
                i -> {
                  String id = "j" + i;
                  if (i < 600 || i % 130 == 7) { // the oldest, and some among the others
                    stay.add(id + " waiting");
                    return job(id).withDue(new Due.In(Duration.ofDays(30)));
                  }
                  return i % 2 == 0 ? jobIn("other", id) : job(id);
                })
            .toList());
    completeAll();
    completeAll("other");
    bench.advance(WEEK);
    bench.prune();

    assertThat(stored()).containsExactlyInAnyOrderElementsOf(stay);
    assertThat(inspector().queues()).extracting(QueueRecord::completed).containsOnly(0L);
  }
}
