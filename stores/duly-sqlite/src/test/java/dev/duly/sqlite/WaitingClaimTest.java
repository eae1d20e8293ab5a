package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that comes while a worker waits is claimed in the commit that brings it. */
@Timeout(30)
class WaitingClaimTest {
  private static final List<Demand> ONE = List.of(new Demand("default", 1));

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // opened before each test
  private LossyFile file;

  @SuppressWarnings("NullAway.Init")
  private SqliteBackend backend;

  @SuppressWarnings("NullAway.Init")
  private Session session;

  @BeforeEach
  void open() {
    file = new LossyFile(folder.resolve("jobs.db"), null);
    backend = new SqliteBackend(file, SqliteClock.system());
    session = backend.open(new WorkerInfo("w", ONE, Duration.ofSeconds(30)), () -> {});
  }

  @AfterEach
  void close() {
    session.close();
    backend.close();
  }

  @Test
  void it_is_running_when_its_enqueue_returns() throws Exception {
    for (int i = 0; i < 10; i++) {
      CompletableFuture<List<Claim>> waiting = waiting();

      backend.enqueue(List.of(job("a" + i)));
      JobState state = record("a" + i).state();

      assertThat(state).isEqualTo(JobState.RUNNING);
      assertThat(waiting.get(10, TimeUnit.SECONDS))
          .extracting(claim -> claim.job().id())
          .containsExactly(new JobId("a" + i));
    }
  }

  @Test
  void a_claim_that_fails_spoils_no_enqueue_and_is_told() throws Exception {
    CompletableFuture<List<Claim>> waiting = waiting();
    file.failNextClaim();

    List<Enqueued> answers = backend.enqueue(List.of(job("a")));

    assertThat(answers).containsExactly(new Enqueued.Stored(new JobId("a")));
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(BackendException.class)
        .hasMessageContaining("the claim failed, as asked");
    assertThat(session.claim(ONE, Duration.ZERO).claims()).hasSize(1);
  }

  @Test
  void a_commit_whose_answer_is_lost_gives_its_claim_when_asked_again() throws Exception {
    CompletableFuture<List<Claim>> waiting = waiting();
    file.loseNextCommit();

    assertThatThrownBy(() -> backend.enqueue(List.of(job("a"))))
        .isInstanceOf(BackendException.class);

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(BackendException.class);
    assertThat(record("a").state()).isEqualTo(JobState.RUNNING);
    assertThat(session.claim(ONE, Duration.ZERO).claims())
        .extracting(claim -> claim.job().id())
        .containsExactly(new JobId("a"));
  }

  @Test
  void one_that_is_woken_takes_nothing_afterwards() throws Exception {
    CompletableFuture<List<Claim>> waiting = waiting();
    session.wake();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();

    backend.enqueue(List.of(job("a")));

    assertThat(record("a").state()).isEqualTo(JobState.WAITING);
  }

  /** A claim on a thread of its own that has found nothing and waits. */
  private CompletableFuture<List<Claim>> waiting() throws InterruptedException {
    CompletableFuture<List<Claim>> claims = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                claims.complete(session.claim(ONE, Duration.ofSeconds(20)).claims());
              } catch (RuntimeException e) {
                claims.completeExceptionally(e);
              }
            });
    thread.start();
    // Longer than a look of the watcher, which may have heard the clock's own commit at first.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    for (int calm = 0; calm < 60; calm = waits(thread) ? calm + 1 : 0) {
      assertThat(System.nanoTime()).as("the claim waits in time").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
    return claims;
  }

  private static boolean waits(Thread thread) {
    return Stream.of(thread.getStackTrace())
            .anyMatch(f -> f.getMethodName().equals("waitWithClaim"))
        && thread.getState() == Thread.State.TIMED_WAITING;
  }

  private JobRecord record(String id) {
    return backend
        .rooms()
        .inspector()
        .orElseThrow()
        .find(new JobRef("default", new JobId(id)))
        .orElseThrow();
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "mail", "default", Payload.json("{}"));
  }
}
