package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Attempt;
import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.Find;
import dev.duly.Handler;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule X2: what was in flight when a process died runs alone in its process. */
class IsolationTest {
  private static final JobType<Payload, ?> WORK = JobType.raw("work");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final Duly jobs = Duly.on(backend, Codec.RAW);
  private final Inspector inspector = backend.rooms().inspector().orElseThrow();
  private final AtomicInteger running = new AtomicInteger();
  private final Map<String, Integer> heldBesides = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    jobs.close();
  }

  private void enqueue(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      jobs.enqueue(NewJob.of(WORK, Payload.json("{}")).id(prefix + "-" + i));
    }
  }

  /** A worker takes everything that waits, and vanishes. */
  private void crash() {
    Session gone = backend.open(new WorkerInfo("gone", Duration.ofSeconds(30)), () -> {});
    assertThat(gone.claim(List.of(new Demand("default", 100)), Duration.ZERO).claims())
        .isNotEmpty();
    clock.advance(Duration.ofSeconds(31));
  }

  private Worker worker(Handler<Payload> handler) {
    return jobs.worker().queue("default", 4).handle(WORK, handler).start();
  }

  private void look(Payload payload, Attempt attempt) {
    int others = running.getAndIncrement();
    long claims =
        inspector.list(JobQuery.in(JobState.RUNNING, 100)).jobs().stream()
            .filter(r -> !r.worker().equals(Optional.of("gone")))
            .count();
    heldBesides.put(attempt.id().value(), Math.max(others, (int) claims - 1));
    Thread.onSpinWait();
    running.decrementAndGet();
  }

  private JobRecord record(String id) {
    return Find.record(backend, new JobId(id));
  }

  @Test
  void a_suspect_runs_with_nothing_else_claimed_by_its_process() throws Exception {
    enqueue("suspect", 7);
    crash();
    enqueue("other", 50);

    Worker worker = worker(this::look);
    Worker second = worker(this::look);
    assertThat(worker.awaitIdle(PATIENCE)).isTrue();
    assertThat(second.awaitIdle(PATIENCE)).isTrue();

    assertThat(inspector.list(JobQuery.in(JobState.COMPLETED, 100)).jobs()).hasSize(57);
    assertThat(heldBesides).hasSize(57);
    for (int i = 0; i < 7; i++) {
      assertThat(heldBesides).containsEntry("suspect-" + i, 0);
      assertThat(record("suspect-" + i).job().attempts()).isEqualTo(1);
    }
    assertThat(record("other-7").job().attempts()).isZero();
  }

  @Test
  void what_was_claimed_beside_a_suspect_is_given_back_and_loses_no_attempt() throws Exception {
    enqueue("suspect", 2);
    crash();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Worker worker =
        worker(
            (payload, attempt) -> {
              started.countDown();
              end.await();
            });
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    enqueue("other", 3);

    assertThat(inspector.queues().get(0).running()).isEqualTo(1);
    assertThat(inspector.queues().get(0).waiting()).isEqualTo(4);
    end.countDown();
    assertThat(worker.awaitIdle(PATIENCE)).isTrue();
    assertThat(inspector.queues().get(0).completed()).isEqualTo(5);
    assertThat(inspector.list(JobQuery.all(10)).jobs())
        .allMatch(r -> r.job().attempts() == (r.job().id().value().startsWith("s") ? 1 : 0));
  }

  @Test
  void the_streak_names_the_culprit_and_the_third_time_it_is_a_dead_letter() throws Exception {
    enqueue("suspect", 1);
    crash();
    crash();
    crash();
    enqueue("other", 5);

    Worker worker = worker(this::look);
    assertThat(worker.awaitIdle(PATIENCE)).isTrue();
    assertThat(heldBesides).doesNotContainKey("suspect-0").hasSize(5);
    assertThat(record("suspect-0").deadReason()).contains("poison");
  }

  @Test
  void a_worker_that_stops_gives_back_a_suspect_that_waits() throws Exception {
    enqueue("blocker", 1);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Worker worker =
        worker(
            (payload, attempt) -> {
              started.countDown();
              end.await();
            });
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    Session gone = backend.open(new WorkerInfo("gone", Duration.ofMillis(200)), () -> {});
    enqueueInto("elsewhere", "suspect-0");
    assertThat(gone.claim(List.of(new Demand("elsewhere", 1)), Duration.ZERO).claims()).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    Worker other =
        jobs.worker().queue("elsewhere", 1).handle(WORK, (payload, attempt) -> {}).start();
    Eventually.until(
        "the suspect is claimed",
        () -> record("suspect-0").worker().equals(Optional.of(other.name())));

    other.stop(Duration.ofSeconds(5));
    assertThat(record("suspect-0").state()).isEqualTo(JobState.WAITING);
    assertThat(record("suspect-0").job().streaks().lost()).isEqualTo(1);
    end.countDown();
    assertThat(worker.awaitIdle(PATIENCE)).isTrue();
  }

  private void enqueueInto(String queue, String id) {
    jobs.enqueue(NewJob.of(WORK, Payload.json("{}")).id(id).queue(queue));
  }
}
