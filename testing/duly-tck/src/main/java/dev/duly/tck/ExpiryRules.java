package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.Outcome;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.lifecycle.Admission;
import dev.duly.lifecycle.Lifecycle;
import dev.duly.tck.bench.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rule E7: a job that has not started by a time never starts. */
abstract class ExpiryRules extends KitChapter {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static EncodedJob expiring(String id, Duration time) {
    return job(id).withExpires(Optional.of(new Due.In(time)));
  }

  /** As a worker judges what it has just claimed. */
  private boolean isAdmitted(Claim claim) {
    Admission admission = Lifecycle.admit(claim, Duration.ZERO, true, 0.5);
    if (admission instanceof Admission.Refused refused) {
      assertThat(settle(refused.settlement())).isEqualTo(Outcome.APPLIED);
      return false;
    }
    return true;
  }

  private void isExpired(String id) {
    assertThat(record(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(record(id).deadReason()).contains("expired");
  }

  @Test
  @Rule("E7")
  void a_time_is_counted_from_the_acceptance_by_the_engines_clock() {
    Instant end = Instant.parse("2031-02-03T04:05:06.007Z");
    enqueue(
        expiring("a", MINUTE),
        expiring("b", Duration.ofDays(1_000))
            .withLabels(
                new Labels(
                    Optional.empty(),
                    Optional.empty(),
                    List.of("t"),
                    Map.of("h", "v"),
                    Optional.empty())),
        job("c").withExpires(Optional.of(new Due.At(end))),
        job("d"));
    Job a = record("a").job();
    Job b = record("b").job();
    assertThat(a.expiresAt()).contains(a.createdAt().plus(MINUTE));
    assertThat(b.expiresAt()).contains(b.createdAt().plus(Duration.ofDays(1_000)));
    assertThat(record("c").job().expiresAt()).contains(end);
    assertThat(record("d").job().expiresAt()).isEmpty();
    assertThat(claim(session, 4))
        .extracting(claim -> claim.job().expiresAt())
        .containsExactly(a.expiresAt(), b.expiresAt(), Optional.of(end), Optional.empty());
  }

  @Test
  @Rule("E7")
  void a_bulk_of_jobs_that_differ_in_when_they_expire_keeps_each_time() {
    enqueue(
        expiring("a", MINUTE),
        expiring("b", MINUTE),
        expiring("c", MINUTE.plusMillis(1)),
        expiring("d", Duration.ZERO));
    for (String id : List.of("a", "b", "c", "d")) {
      Duration time =
          id.equals("c") ? MINUTE.plusMillis(1) : id.equals("d") ? Duration.ZERO : MINUTE;
      assertThat(record(id).job().expiresAt()).contains(record(id).job().createdAt().plus(time));
    }
  }

  @Test
  @Rule("E7")
  void a_job_starts_before_it_expires_and_never_at_that_time_or_after_it() {
    enqueue(expiring("before", MINUTE.plusMillis(1)));
    enqueue(expiring("at", MINUTE), expiring("after", MINUTE.minusMillis(1)));
    bench.advance(MINUTE);
    List<Claim> claims = claim(session, 3);
    assertThat(claims).hasSize(3);
    assertThat(claims.stream().filter(this::isAdmitted).map(c -> c.job().id().value()))
        .containsExactly("before");
    isExpired("at");
    isExpired("after");
    assertThat(claim(session, 3)).isEmpty();
  }

  @Test
  @Rule("E7")
  void a_job_that_has_started_once_runs_again_however_late() {
    enqueue(expiring("a", MINUTE), expiring("b", MINUTE), expiring("c", MINUTE));
    List<Claim> claims = claim(session, 3);
    settle(new Retry(claims.get(0), Duration.ofHours(1), Failure.of("E", "m")));
    settle(new Release(claims.get(1), Duration.ofHours(1), ReleaseReason.SHUTDOWN));
    bench.advance(Duration.ofHours(1)); // the lease of c ends: that attempt counts
    assertThat(claim(session, 3).stream().filter(this::isAdmitted).map(c -> c.job().id().value()))
        .containsExactlyInAnyOrder("a", "c");
    isExpired("b");
  }

  @Test
  @Rule("E7")
  void a_paused_job_ends_when_a_worker_meets_it_and_not_before() {
    enqueue(expiring("a", MINUTE));
    operator().pause(QUEUE, WHO);
    bench.advance(MINUTE.multipliedBy(2));
    assertThat(claim(session, 1)).isEmpty();
    assertThat(record("a").state()).isEqualTo(JobState.WAITING);
    operator().resume(QUEUE, WHO);
    assertThat(record("a").state()).isEqualTo(JobState.WAITING);
    assertThat(isAdmitted(claimOne())).isFalse();
    isExpired("a");
  }

  @Test
  @Rule("E7")
  void a_time_that_has_passed_is_accepted_and_the_job_never_starts() {
    enqueue(
        job("a").withExpires(Optional.of(new Due.At(Instant.EPOCH))), expiring("b", Duration.ZERO));
    assertThat(claim(session, 2)).hasSize(2).noneMatch(this::isAdmitted);
    isExpired("a");
    isExpired("b");
  }
}
