package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Claim;
import dev.duly.backend.InvalidJobsException;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.AuditRecord;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Streaks;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A person gives jobs another time: sooner, later, or at once. */
abstract class RescheduleRules extends KitChapter {
  private static final Duration WHILE = Duration.ofSeconds(20); // less than a lease

  private List<Acted> reschedule(Due due, String... ids) {
    return operator().reschedule(refs(ids), due, WHO);
  }

  private Instant created(String id) {
    return record(id).job().createdAt();
  }

  private static EncodedJob later(String id) {
    return job(id).withDue(new Due.In(WHILE));
  }

  @Test
  @Rule("D2")
  void a_scheduled_job_runs_at_once_when_it_is_told_to_and_its_neighbours_wait() {
    enqueue(later("a"), later("b"), later("c"));

    assertThat(reschedule(Due.now(), "b")).containsExactly(Acted.DONE);

    assertThat(ids(claim(session, 10))).containsExactly("b");
    bench.advance(WHILE);
    assertThat(ids(claim(session, 10))).containsExactly("a", "c");
  }

  @Test
  @Rule("D2")
  void a_job_that_is_due_waits_when_it_is_told_to() {
    enqueue(job("a"), job("b"), job("c"));

    reschedule(new Due.In(WHILE), "b");

    assertThat(record("b").job().scheduledAt()).isEqualTo(created("b").plus(WHILE));
    assertThat(ids(claim(session, 1))).containsExactly("a");
    assertThat(ids(claim(session, 10))).containsExactly("c");
    bench.advance(WHILE.minus(TICK));
    assertThat(claim(other, 1)).isEmpty();
    bench.advance(TICK);
    assertThat(ids(claim(other, 1))).containsExactly("b");
  }

  @Test
  @Rule("D2")
  void an_instant_is_as_good_as_a_delay_and_a_past_one_means_at_once() {
    enqueue(later("a"), later("b"));
    Instant now = created("a");

    reschedule(new Due.At(now.minus(WHILE)), "a");
    reschedule(new Due.At(now.plus(TICK)), "b");

    assertThat(ids(claim(session, 10))).containsExactly("a");
    bench.advance(TICK);
    assertThat(ids(claim(session, 10))).containsExactly("b");
  }

  @Test
  @Rule("D2")
  void a_retry_and_a_parked_job_need_not_wait_and_keep_their_attempts() {
    enqueue(job("retried"), job("parked"));
    List<Claim> claims = claim(session, 2);
    settle(new Retry(claims.get(0), WHILE, BOOM));
    settle(
        new Release(
            claims.get(1).ref(),
            Optional.empty(),
            WHILE,
            ReleaseReason.UNKNOWN_TYPE,
            new Streaks(0, 0, 1)));

    reschedule(Due.now(), "retried", "parked");

    assertThat(record("parked").parkReason()).isEmpty();
    assertThat(claim(session, 10))
        .extracting(claim -> claim.job().id().value() + " " + claim.job().attempts())
        .containsExactlyInAnyOrder("retried 1", "parked 0");
  }

  @Test
  @Rule("D2")
  void what_does_not_wait_stays_as_it_is() {
    enqueue(job("running"), job("completed"), later("waiting"));
    List<Claim> claims = claim(session, 2);
    settle(new Complete(claims.get(1)));

    assertThat(reschedule(Due.now(), "running", "completed", "unknown", "waiting"))
        .containsExactly(Acted.WRONG_STATE, Acted.WRONG_STATE, Acted.NOT_FOUND, Acted.DONE);
    assertThat(inspector().audit(10).stream().map(AuditRecord::act)).containsExactly("reschedule");
  }

  @Test
  @Rule("D2")
  void a_job_of_a_paused_type_stays_behind_until_it_is_resumed() {
    enqueue(later("a"));
    operator().pauseType("mail", WHO);

    reschedule(Due.now(), "a");

    assertThat(claim(session, 1)).isEmpty();
    operator().resumeType("mail", WHO);
    assertThat(ids(claim(session, 1))).containsExactly("a");
  }

  @Test
  @Rule("E4")
  void a_time_that_is_too_far_is_refused_and_nothing_changes() {
    enqueue(job("a"));

    assertThatThrownBy(() -> reschedule(new Due.At(Instant.MAX), "a"))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("scheduled_at");
    assertThatThrownBy(() -> reschedule(new Due.In(Duration.ofSeconds(Long.MAX_VALUE)), "a"))
        .isInstanceOf(InvalidJobsException.class)
        .hasMessageContaining("delay");
    assertThat(ids(claim(session, 1))).containsExactly("a");
  }
}
