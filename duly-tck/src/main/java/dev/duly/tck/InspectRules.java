package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.Demand;
import dev.duly.backend.EncodedJob;
import dev.duly.backend.JobQuery;
import dev.duly.backend.QueueRecord;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.AttemptRecord;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an inspector shows, of the jobs that were asked for and no others (rule D2). */
abstract class InspectRules extends KitChapter {

  @Test
  @Rule("D2")
  void jobs_are_listed_newest_first_by_state_queue_and_type() {
    enqueue(typed("m1", "mail", "a"), typed("s1", "sms", "a"), typed("m2", "mail", "b"));
    enqueue(job("done"));
    settle(new Complete(claimOne()));

    assertThat(ids(JobQuery.all(10))).containsExactly("done", "m2", "s1", "m1");
    assertThat(ids(JobQuery.all(2))).containsExactly("done", "m2");
    assertThat(ids(JobQuery.in(JobState.WAITING, 10))).containsExactly("m2", "s1", "m1");
    assertThat(ids(JobQuery.in(JobState.COMPLETED, 10))).containsExactly("done");
    assertThat(ids(JobQuery.in(JobState.RUNNING, 10))).isEmpty();
    assertThat(ids(query(null, "a", null))).containsExactly("s1", "m1");
    assertThat(ids(query(null, null, "mail"))).containsExactly("done", "m2", "m1");
    assertThat(ids(query(JobState.WAITING, "a", "mail"))).containsExactly("m1");
  }

  @Test
  @Rule("D2")
  void dead_letters_are_listed_by_queue_and_type_the_latest_death_first() {
    bury(typed("d1", "mail", QUEUE));
    bury(typed("d2", "sms", QUEUE));
    bury(typed("d3", "mail", QUEUE));
    enqueue(typed("alive", "mail", QUEUE));

    assertThat(ids(JobQuery.in(JobState.DEAD, 10))).containsExactly("d3", "d2", "d1");
    assertThat(ids(JobQuery.in(JobState.DEAD, 2))).containsExactly("d3", "d2");
    assertThat(ids(query(JobState.DEAD, QUEUE, "mail"))).containsExactly("d3", "d1");
    assertThat(ids(query(JobState.DEAD, "elsewhere", null))).isEmpty();
  }

  @Test
  @Rule("D2")
  void the_attempts_of_a_job_are_its_own_and_its_last_twenty() {
    EncodedJob one = job("one").withMaxAttempts(30);
    EncodedJob two = job("two").withMaxAttempts(30);
    enqueue(one, two, job("three"));
    for (int i = 0; i < 25; i++) {
      for (Claim claim : claim(session, 3)) {
        boolean more = i == 0 || !claim.job().id().value().equals("three");
        settle(more ? new Retry(claim, Duration.ZERO, BOOM) : new Complete(claim));
      }
      bench.advance(TICK);
    }

    for (EncodedJob much : List.of(one, two)) {
      List<AttemptRecord> kept = inspector().attempts(much.id());
      assertThat(kept).hasSize(AttemptRecord.KEPT_MAX);
      assertThat(kept).extracting(AttemptRecord::number).startsWith(6).endsWith(25);
    }
    assertThat(inspector().attempts(new JobId("three"))).hasSize(1);
    assertThat(inspector().attempts(new JobId("nobody"))).isEmpty();
    assertThat(inspector().find(new JobId("nobody"))).isEmpty();
  }

  @Test
  @Rule("D2")
  void the_last_error_is_the_jobs_own_and_its_latest() {
    enqueue(job("a"), job("b"));
    List<Claim> claims = claim(session, 2);
    settle(new Retry(claims.get(0), Duration.ZERO, BOOM));
    settle(new Complete(claims.get(1)));
    bench.advance(TICK);
    Claim again = claimOne();
    bench.advance(LEASE); // a lost lease is an attempt without an error
    claimOne(other);

    assertThat(record(again).lastError()).contains(BOOM);
    assertThat(record(claims.get(1)).lastError()).isEmpty();
  }

  @Test
  @Rule("M")
  void queues_are_counted_by_state() {
    enqueue(jobIn("a", "1"), jobIn("a", "2"), jobIn("b", "3"), jobIn("a", "4"));
    Claim claim = claim(session, new Demand("a", 1)).get(0);
    settle(new Complete(claim));
    claim(session, new Demand("a", 1));
    operator().pause("b", WHO);

    assertThat(inspector().queues())
        .containsExactly(
            new QueueRecord("a", false, 1, 1, 1, 0, 0), new QueueRecord("b", true, 1, 0, 0, 0, 0));
  }

  private void bury(EncodedJob job) {
    enqueue(job);
    settle(new DeadLetter(claimOne(), DeadReason.REJECTED, BOOM));
    bench.advance(TICK);
  }

  private List<String> ids(JobQuery query) {
    return inspector().list(query).stream().map(r -> r.job().id().value()).toList();
  }

  private static JobQuery query(
      @Nullable JobState state, @Nullable String queue, @Nullable String type) {
    return new JobQuery(
        Optional.ofNullable(state), Optional.ofNullable(queue), Optional.ofNullable(type), 10);
  }

  private static EncodedJob typed(String id, String type, String queue) {
    return new EncodedJob(new JobId(id), type, queue, Payload.json("{}"));
  }
}
