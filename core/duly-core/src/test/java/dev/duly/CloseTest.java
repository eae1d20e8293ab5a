package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.engine.Eventually;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ObjectCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stopping and closing: from inside a handler, twice, with odd times, and what comes after. */
class CloseTest {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");

  private final InMemoryBackend backend = new InMemoryBackend();
  private final Duly jobs = Duly.on(backend, new ObjectCodec());
  private final CountDownLatch returned = new CountDownLatch(1);

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void what_is_closed_says_so_to_whoever_goes_on_using_it() {
    WorkerBuilder before = jobs.worker().queue("default", 1).handle(WORK, (p, a) -> {});
    jobs.close();

    assertClosed(jobs::worker);
    assertClosed(before::start);
    assertClosed(() -> jobs.enqueue(NewJob.of(WORK, Payload.none())));
    assertClosed(() -> jobs.enqueueAll(List.of(NewJob.of(WORK, Payload.none()))));
    assertClosed(() -> jobs.jobs().count(""));
    assertClosed(() -> jobs.jobs().find("a"));
    assertClosed(() -> jobs.jobs().waiting("default"));
  }

  @Test
  @Timeout(20) // less than the grace
  void a_handler_that_finishes_while_it_is_closed_may_still_enqueue() throws Exception {
    JobHandle<?> job = jobs.enqueue(NewJob.of(WORK, Payload.none()));
    CompletableFuture<JobHandle<?>> next = new CompletableFuture<>();
    Thread closing = new Thread(jobs::close);
    jobs.worker()
        .queue("default", 1)
        .handle(
            WORK,
            (payload, attempt) -> {
              closing.start();
              while (isOpen()) {
                Thread.onSpinWait();
              }
              next.complete(jobs.enqueue(NewJob.of(WORK, Payload.none())));
            })
        .start();
    JobId stored = next.get(10, TimeUnit.SECONDS).id();
    closing.join();

    assertThat(state(job.id())).isEqualTo(JobState.COMPLETED);
    assertThat(state(stored)).isEqualTo(JobState.WAITING);
  }

  private boolean isOpen() {
    try {
      return jobs.worker() != null;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void assertClosed(Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this Duly is closed");
  }

  @Test
  @Timeout(20) // less than the grace
  void a_handler_may_stop_its_worker_and_is_completed() throws Exception {
    CompletableFuture<Worker> worker = new CompletableFuture<>();
    JobHandle<?> job = jobs.enqueue(NewJob.of(WORK, Payload.none()));
    worker.complete(
        jobs.worker()
            .queue("default", 1)
            .handle(
                WORK,
                (payload, attempt) -> {
                  worker.get().close();
                  returned.countDown();
                })
            .start());

    assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
    worker.get().close();

    assertThat(state(job.id())).isEqualTo(JobState.COMPLETED);
  }

  @Test
  @Timeout(20)
  void a_handler_may_close_everything_and_is_completed() throws Exception {
    JobHandle<?> job = jobs.enqueue(NewJob.of(WORK, Payload.none()));
    jobs.worker()
        .queue("default", 1)
        .handle(
            WORK,
            (payload, attempt) -> {
              jobs.close();
              returned.countDown();
            })
        .start();

    assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();

    Eventually.until("completed", () -> state(job.id()) == JobState.COMPLETED);
  }

  @Test
  @Timeout(20)
  void no_wait_is_too_long_to_count() throws Exception {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    Worker worker = jobs.worker().queue("default", 1).handle(WORK, (p, a) -> {}).start();

    assertThat(worker.awaitIdle(forever)).isTrue();
    worker.stop(forever);
    worker.stop(Duration.ofSeconds(Long.MIN_VALUE));
  }

  private JobState state(JobId id) {
    return Find.record(backend, id).state();
  }
}
