package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.DeadReason;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.backend.room.EndWatch;
import dev.duly.backend.room.EndedJob;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.tck.bench.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for the end of a job hears of it (rules N1 and N3). */
abstract class EndRules extends KitChapter {
  private static final Duration LONG = Duration.ofSeconds(20);

  private EndWatch watch;

  @BeforeEach
  void begin() {
    watch = backend.rooms().results().orElseThrow().watch();
  }

  @AfterEach
  void end() {
    watch.close();
  }

  private void settleAll(Settlement... done) {
    session.settle(List.of(done), List.of());
  }

  private List<EndedJob> now(String... ids) {
    return watch.ended(refs(ids), Duration.ZERO);
  }

  private static EndedJob ended(JobRef job, JobState state) {
    return new EndedJob(
        job,
        Optional.of("mail"),
        Optional.of(state),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  @Rule("N3")
  void a_watch_tells_how_each_job_ended_and_nothing_of_others() {
    enqueue(job("done"), job("dead"), job("cancelled"), job("runs"), job("gone"), job("waits"));
    List<Claim> claims = claim(session, 5);
    Payload result =
        new Payload("x".getBytes(StandardCharsets.UTF_8), "text/plain", 3, Optional.of("key-1"));
    settleAll(
        completed(claims.get(0), result),
        new DeadLetter(claims.get(1), DeadReason.REJECTED, BOOM),
        new Cancel(claims.get(2), "no more wanted"),
        new Complete(claims.get(4)));
    operator().delete(refs("gone"), WHO);

    assertThat(now("waits", "cancelled", "dead", "runs", "done", "gone", "never"))
        .containsExactlyInAnyOrder(
            new EndedJob(
                ref("done"),
                Optional.of("mail"),
                Optional.of(JobState.COMPLETED),
                Optional.of(result),
                Optional.empty(),
                Optional.empty()),
            new EndedJob(
                ref("dead"),
                Optional.of("mail"),
                Optional.of(JobState.DEAD),
                Optional.empty(),
                Optional.of(BOOM),
                Optional.of("rejected")),
            new EndedJob(
                ref("cancelled"),
                Optional.of("mail"),
                Optional.of(JobState.CANCELLED),
                Optional.empty(),
                Optional.empty(),
                Optional.of("no more wanted")),
            EndedJob.unknown(ref("gone")),
            EndedJob.unknown(ref("never")));
    assertThat(now("runs", "waits")).isEmpty();
    assertThat(now()).isEmpty();
  }

  @Test
  @Rule("N1")
  void a_result_is_kept_with_its_job_whole() {
    enqueue(job("a"), job("b"), job("c"));
    List<Claim> claims = claim(session, 3);
    Payload encrypted =
        new Payload(new byte[] {0, -1, 7}, "application/x-own", 12, Optional.of("key-2"));
    settleAll(completed(claims.get(0), encrypted), completed(claims.get(1), Payload.none()));
    settleAll(new Complete(claims.get(2)));

    assertThat(record("a").result()).contains(encrypted);
    assertThat(record("b").result()).contains(Payload.none());
    assertThat(record("c").result()).isEmpty();
  }

  private static Complete completed(Claim claim, Payload result) {
    return new Complete(claim.ref(), Optional.of(Run.INSTANT), Optional.of(result), List.of());
  }

  @Test
  @Rule("N3")
  void a_job_that_will_run_again_is_not_over() {
    enqueue(job("retried"), job("released"), job("requeued"));
    List<Claim> claims = claim(session, 3);
    settleAll(
        new Retry(claims.get(0), LEASE, BOOM),
        new Release(claims.get(1), LEASE, ReleaseReason.SNOOZED),
        new DeadLetter(claims.get(2), DeadReason.REJECTED, BOOM));
    operator().requeue(refs("requeued"), WHO);

    assertThat(now("retried", "released", "requeued")).isEmpty();
  }

  @Test
  @Rule("N3")
  void a_job_of_another_queue_is_another_job() {
    enqueue(job("a"));
    settle(new Complete(claimOne()));

    JobRef elsewhere = jobIn("other", "a").ref();
    assertThat(watch.ended(List.of(elsewhere, ref("a")), Duration.ZERO))
        .containsExactlyInAnyOrder(
            EndedJob.unknown(elsewhere), ended(ref("a"), JobState.COMPLETED));
  }

  @Test
  @Rule("N3")
  void many_are_waited_for_at_once() {
    List<EncodedJob> jobs = IntStream.range(0, 2_500).mapToObj(i -> job("j" + i)).toList();
    backend.enqueue(jobs);
    List<JobRef> all = jobs.stream().map(EncodedJob::ref).toList();
    assertThat(watch.ended(all, Duration.ZERO)).isEmpty();

    List<EndedJob> expected = new ArrayList<>();
    for (Claim claim : claim(session, 1_200)) {
      settle(new Complete(claim));
      expected.add(ended(claim.job().ref(), JobState.COMPLETED));
    }
    assertThat(watch.ended(all, Duration.ZERO)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  @Rule("N3")
  void a_wait_lasts_as_long_as_it_may() {
    enqueue(job("a"));
    long began = System.nanoTime();
    assertThat(watch.ended(refs("a"), Duration.ofMillis(300))).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  @Rule("N3")
  void a_wait_ends_when_a_job_does_however_that_comes() {
    enqueue(job("a"), awaited("b"), job("c"));
    List<Claim> claims = claim(session, 3);
    enqueue(job("d"));
    assertHeard("a", () -> settle(new Complete(claims.get(0))));
    assertHeard("b", () -> settle(new DeadLetter(claims.get(1), DeadReason.REJECTED, BOOM)));
    assertHeard("c", () -> settle(new Cancel(claims.get(2), "no more wanted")));
    assertHeard("d", () -> operator().cancel(refs("d"), WHO));
    assertHeard("d", () -> operator().delete(refs("d"), WHO));
  }

  private EncodedJob awaited(String id) {
    return job(id)
        .withLabels(
            new Labels(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(ClaimRef.AWAITED, "1"),
                Optional.empty()));
  }

  private void assertHeard(String id, Runnable how) {
    CompletableFuture<List<EndedJob>> heard =
        CompletableFuture.supplyAsync(() -> watch.ended(refs(id), LONG));
    how.run();
    assertThat(heard.join()).as(id).hasSize(1);
  }

  @Test
  @Rule("N3")
  void a_claim_says_whether_its_end_is_awaited() {
    enqueue(job("a"), awaited("b"));
    assertThat(claim(session, 2))
        .extracting(claim -> claim.ref().awaited())
        .containsExactly(false, true);
  }

  @Test
  @Rule("N3")
  void a_wake_ends_a_wait_and_one_that_has_not_begun() {
    enqueue(job("a"));
    long began = System.nanoTime();
    CompletableFuture<List<EndedJob>> waiting =
        CompletableFuture.supplyAsync(() -> watch.ended(refs("a"), LONG));
    watch.wake();
    assertThat(waiting.join()).isEmpty();
    watch.wake();
    assertThat(watch.ended(refs("a"), LONG)).isEmpty();
    watch.close();
    assertThat(watch.ended(refs("a"), LONG)).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
  }
}
