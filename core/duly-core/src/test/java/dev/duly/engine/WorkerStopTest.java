package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.Find;
import dev.duly.JobHandle;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.RetryPolicy;
import dev.duly.Worker;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.memory.ObjectCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stops an attempt: its timeout, a shutdown, a lost lease; and what renews it meanwhile. */
class WorkerStopTest {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");
  private static final JobType<Payload, Void> QUICK = JobType.raw("quick");
  private static final JobType<Payload, Void> ONCE = JobType.raw("once").retry(RetryPolicy.never());

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final AtomicLong nanos = new AtomicLong(1);
  private final Env system = Env.system();
  private final Duly jobs =
      Duly.builder()
          .backend(backend)
          .codec(new ObjectCodec())
          .env(new Env(nanos::get, system.random(), system.ids(), system.threads()))
          .build();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger handlers = new AtomicInteger();

  @AfterEach
  void close() {
    mayEnd.countDown();
    jobs.close();
  }

  @Test
  void at_its_timeout_an_attempt_is_interrupted_and_fails_with_timeout() {
    Worker worker = waiting(Duration.ofHours(1));
    JobHandle<?> job = enqueue(WORK);
    await(started);

    nanos.addAndGet(Duration.ofMinutes(15).toNanos());

    Eventually.until("retry", () -> record(job).state() == JobState.WAITING);
    assertThat(record(job).lastError().orElseThrow().error()).isEqualTo("timeout");
    assertThat(record(job).job().attempts()).isEqualTo(1);
    worker.close();
  }

  @Test
  void one_that_returns_after_its_timeout_has_done_its_work() {
    jobs.worker()
        .queue("default", 1)
        .lease(Duration.ofHours(1))
        .handle(
            WORK,
            (payload, attempt) -> {
              started.countDown();
              while (!attempt.isStopping()) {
                Thread.onSpinWait();
              }
            })
        .start();
    JobHandle<?> job = enqueue(WORK);
    await(started);

    nanos.addAndGet(Duration.ofMinutes(15).toNanos());

    Eventually.until("completed", () -> record(job).state() == JobState.COMPLETED);
  }

  @Test
  void a_handler_that_ignores_its_timeout_keeps_its_lease_and_its_slot_is_replaced() {
    Worker worker = stubborn(1);
    JobHandle<?> stuck = enqueue(WORK);
    await(started);
    JobHandle<?> next = enqueue(ONCE);

    nanos.addAndGet(Duration.ofMinutes(16).toNanos());

    Eventually.until("the next one runs", () -> record(next).state() == JobState.COMPLETED);
    assertThat(record(stuck).state()).isEqualTo(JobState.RUNNING);
    assertThat(worker.isUnfit()).isFalse();
    mayEnd.countDown();
    Eventually.until("it ends after all", () -> record(stuck).state() == JobState.COMPLETED);
    assertThat(record(stuck).job().attempts()).isZero();
  }

  @Test
  void a_worker_with_more_stuck_handlers_than_slots_claims_no_more() {
    Worker worker = stubborn(1);
    enqueue(WORK);
    await(started);
    nanos.addAndGet(Duration.ofMinutes(16).toNanos());
    JobHandle<?> second = enqueue(WORK);
    Eventually.until("the second one runs", () -> record(second).state() == JobState.RUNNING);
    Eventually.until("and is in its handler", () -> handlers.get() == 2);
    nanos.addAndGet(Duration.ofMinutes(16).toNanos());

    Eventually.until("unfit", worker::isUnfit);
    JobHandle<?> third = enqueue(ONCE);
    mayEnd.countDown();
    Eventually.until("what ran has ended", () -> count(JobState.COMPLETED) == 2);
    assertThat(record(third).state()).isEqualTo(JobState.WAITING);
  }

  /** Its handler of WORK swallows every interrupt. */
  private Worker stubborn(int slots) {
    return jobs.worker()
        .queue("default", slots)
        .lease(Duration.ofHours(5))
        .handle(
            WORK,
            (payload, attempt) -> {
              handlers.incrementAndGet();
              started.countDown();
              boolean waiting = true;
              while (waiting) {
                try {
                  mayEnd.await();
                  waiting = false;
                } catch (InterruptedException e) {
                  waiting = true; // swallowed, as bad handlers do
                }
              }
            })
        .handle(ONCE.retry(RetryPolicy.DEFAULT), (payload, attempt) -> {})
        .start();
  }

  @Test
  void a_running_jobs_lease_is_renewed_each_third_of_it() {
    waiting(Duration.ofSeconds(30));
    JobHandle<?> job = enqueue(WORK);
    await(started);
    for (int i = 0; i < 6; i++) {
      clock.advance(Duration.ofSeconds(10));
      nanos.addAndGet(Duration.ofSeconds(10).toNanos());
      var renewed = clock.instant().plusSeconds(30);
      Eventually.until("renewed", () -> record(job).leaseUntil().orElseThrow().equals(renewed));
    }
  }

  @Test
  void closing_lets_what_runs_finish_and_gives_back_what_has_not_begun() throws Exception {
    CountDownLatch bothStarted = new CountDownLatch(2);
    try (Duly timed =
        Duly.on(backend, Codec.RAW)) { // by a clock that goes: it knows how long jobs take
      Worker worker =
          timed
              .worker()
              .queue("default", 2)
              .handle(QUICK, (payload, attempt) -> {})
              .handle(
                  WORK,
                  (payload, attempt) -> {
                    bothStarted.countDown();
                    mayEnd.await();
                  })
              .start();
      for (int i = 0; i < 100; i++) {
        enqueue(QUICK);
      }
      Eventually.until("quick jobs are done", () -> count(JobState.COMPLETED) == 100);
      List<JobHandle<?>> handles = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        handles.add(enqueue(WORK));
      }
      await(bothStarted);
      Eventually.until("claimed ahead", () -> count(JobState.RUNNING) > 2);

      Thread closer = new Thread(worker::close);
      closer.start();
      Eventually.until("given back", () -> count(JobState.RUNNING) == 2);
      mayEnd.countDown();
      closer.join(30_000);

      assertThat(count(JobState.COMPLETED)).isEqualTo(102);
      assertThat(count(JobState.WAITING)).isEqualTo(7);
      assertThat(handles).allSatisfy(h -> assertThat(record(h).job().attempts()).isZero());
    }
  }

  @Test
  void what_takes_long_is_not_held_ahead_of_another_workers_free_slots() {
    waiting(Duration.ofSeconds(30));
    for (int i = 0; i < 3; i++) {
      enqueue(WORK);
    }
    await(started);
    waiting(Duration.ofSeconds(30));

    Eventually.until("all are in a handler", () -> handlers.get() == 3);
  }

  @Test
  void after_grace_what_runs_is_interrupted_and_given_back_without_an_attempt_used() {
    Worker worker = waiting(Duration.ofSeconds(30));
    JobHandle<?> job = enqueue(WORK);
    await(started);

    worker.stop(Duration.ofMillis(1));

    assertThat(record(job).state()).isEqualTo(JobState.WAITING);
    assertThat(record(job).job().attempts()).isZero();
  }

  @Test
  void a_handler_that_ignores_its_end_delays_a_stop_by_four_seconds_and_no_more() {
    Worker worker = stubborn(1);
    JobHandle<?> job = enqueue(WORK);
    await(started);
    long begin = System.nanoTime();

    worker.stop(Duration.ofMillis(1));

    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(took).isBetween(Duration.ofSeconds(3), Duration.ofMillis(4_900));
    assertThat(record(job).state()).isEqualTo(JobState.RUNNING); // until its lease ends
    mayEnd.countDown();
  }

  @Test
  void with_a_budget_of_one_it_is_dead_instead_at_most_once() {
    Worker worker = waiting(Duration.ofSeconds(30));
    JobHandle<?> job = enqueue(ONCE);
    await(started);

    worker.stop(Duration.ofMillis(1));

    assertThat(record(job).state()).isEqualTo(JobState.DEAD);
    assertThat(record(job).job().attempts()).isEqualTo(1);
  }

  @Test
  void a_claim_that_was_lost_stops_its_attempt_and_settles_nothing() {
    CountDownLatch interrupted = new CountDownLatch(1);
    jobs.worker()
        .queue("default", 1)
        .handle(
            WORK,
            (payload, attempt) -> {
              started.countDown();
              try {
                mayEnd.await();
              } finally {
                interrupted.countDown();
              }
            })
        .start();
    JobHandle<?> job = enqueue(WORK);
    await(started);

    nanos.addAndGet(Duration.ofSeconds(30).toNanos());

    await(interrupted);
    assertThat(record(job).state()).isEqualTo(JobState.RUNNING);
    assertThat(record(job).lastError()).isEmpty();
  }

  @Test
  void cancelling_a_running_job_interrupts_it() {
    waiting(Duration.ofSeconds(30));
    JobHandle<?> job = enqueue(WORK);
    await(started);

    backend.rooms().operator().orElseThrow().cancel(List.of(Find.ref(backend, job.id())), "ana");

    Eventually.until("cancelled", () -> record(job).state() == JobState.CANCELLED);
    assertThat(record(job).job().attempts()).isZero();
  }

  private Worker waiting(Duration lease) {
    return jobs.worker()
        .name("stopping")
        .queue("default", 2)
        .lease(lease)
        .handle(
            WORK,
            (payload, attempt) -> {
              handlers.incrementAndGet();
              started.countDown();
              mayEnd.await();
            })
        .handle(
            ONCE.retry(RetryPolicy.fixed(Duration.ofSeconds(1))),
            (payload, attempt) -> {
              started.countDown();
              mayEnd.await();
            })
        .start();
  }

  private JobHandle<?> enqueue(JobType<Payload, Void> type) {
    return jobs.enqueue(NewJob.of(type, Payload.none()));
  }

  private JobRecord record(JobHandle<?> job) {
    return Find.record(backend, job.id());
  }

  private long count(JobState state) {
    return backend.rooms().inspector().orElseThrow().queues().stream()
        .mapToLong(
            q ->
                switch (state) {
                  case WAITING -> q.waiting();
                  case RUNNING -> q.running();
                  case COMPLETED -> q.completed();
                  case CANCELLED -> q.cancelled();
                  case DEAD -> q.dead();
                  case OTHER -> 0;
                })
        .sum();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
