package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.DeadLetterException;
import dev.duly.Duly;
import dev.duly.Find;
import dev.duly.JobHandle;
import dev.duly.JobName;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.RetryPolicy;
import dev.duly.SnoozeException;
import dev.duly.Worker;
import dev.duly.WorkerBuilder;
import dev.duly.job.AttemptRecord;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.memory.ObjectCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker on the reference: what becomes of a job by how its handler ends. */
class WorkerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final Duly jobs = Duly.on(backend, new ObjectCodec());
  private final Queue<String> ran = new ConcurrentLinkedQueue<>();

  @JobName("mail")
  record Mail(String to) {}

  record Nameless(int n) {}

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void a_job_is_run_and_completed() throws Exception {
    Worker worker = mailer();
    JobHandle<?> job = jobs.enqueue(new Mail("a@b"));

    assertThat(worker.awaitIdle(PATIENCE)).isTrue();

    assertThat(ran).containsExactly("a@b");
    assertThat(job.isNew()).isTrue();
    assertThat(record(job).state()).isEqualTo(JobState.COMPLETED);
    assertThat(record(job).worker()).contains(worker.name());
  }

  @Test
  void a_predicate_that_fails_gives_up_on_nothing() throws Exception {
    JobType<Mail, Void> type =
        JobType.of(Mail.class)
            .retry(
                RetryPolicy.DEFAULT.giveUpIf(
                    error -> {
                      throw new AssertionError("the predicate failed");
                    }));
    Worker worker =
        worker()
            .handle(
                type,
                (mail, attempt) -> {
                  throw new IOException("smtp is down");
                })
            .start();
    JobHandle<?> job = jobs.enqueue(NewJob.of(type, new Mail("a@b")));
    assertThat(worker.awaitIdle(PATIENCE)).isTrue();

    assertThat(record(job).job().attempts()).isEqualTo(1);
    assertThat(record(job).lastError().orElseThrow().message()).isEqualTo("smtp is down");
  }

  @Test
  void a_failing_job_runs_five_times_and_then_lies_in_the_dead_letters() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Worker worker =
        worker()
            .handle(
                Mail.class,
                (mail, attempt) -> {
                  assertThat(attempt.number()).isEqualTo(runs.incrementAndGet());
                  throw new IOException("smtp is down");
                })
            .start();
    JobHandle<?> job = jobs.enqueue(new Mail("a@b"));

    for (int run = 1; run <= 5; run++) {
      worker.awaitIdle(PATIENCE);
      assertThat(runs).hasValue(run);
      clock.advance(Duration.ofMinutes(12));
    }

    worker.awaitIdle(PATIENCE);
    assertThat(runs).hasValue(5);
    assertThat(record(job).state()).isEqualTo(JobState.DEAD);
    assertThat(record(job).deadReason()).contains("exhausted");
    assertThat(record(job).lastError().orElseThrow().message()).isEqualTo("smtp is down");
    assertThat(attempts(job))
        .extracting(a -> a.number() + " " + a.outcome())
        .containsExactly("1 retried", "2 retried", "3 retried", "4 retried", "5 dead");
  }

  @Test
  void a_retry_waits_for_its_delay() throws Exception {
    Worker worker =
        worker()
            .handle(
                Mail.class,
                (mail, attempt) -> {
                  ran.add(mail.to());
                  throw new IOException("x");
                })
            .start();
    JobHandle<?> job = jobs.enqueue(new Mail("a@b"));
    worker.awaitIdle(PATIENCE);

    Duration delay = Duration.between(clock.instant(), record(job).job().scheduledAt());
    assertThat(delay).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
    clock.advance(delay.minusMillis(1));
    worker.awaitIdle(PATIENCE);
    assertThat(ran).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    worker.awaitIdle(PATIENCE);
    assertThat(ran).hasSize(2);
  }

  @Test
  void a_handler_can_reject_a_job_for_good_and_a_policy_can_give_up() throws Exception {
    JobType<Mail, Void> hopeless =
        JobType.of("hopeless", Mail.class).retry(RetryPolicy.DEFAULT.giveUpOn(IOException.class));
    Worker worker =
        worker()
            .handle(
                Mail.class,
                (mail, attempt) -> {
                  throw new DeadLetterException("no such address");
                })
            .handle(
                hopeless,
                (mail, attempt) -> {
                  throw new IOException("gone");
                })
            .start();
    JobHandle<?> rejected = jobs.enqueue(new Mail("a@b"));
    JobHandle<?> gaveUp = jobs.enqueue(NewJob.of(hopeless, new Mail("a@b")));

    worker.awaitIdle(PATIENCE);

    assertThat(record(rejected).deadReason()).contains("rejected");
    assertThat(record(gaveUp).deadReason()).contains("gave_up");
    assertThat(record(rejected).job().attempts()).isEqualTo(1);
  }

  @Test
  void a_snoozed_job_comes_back_without_an_attempt_used() throws Exception {
    Worker worker =
        worker()
            .handle(
                Mail.class,
                (mail, attempt) -> {
                  ran.add(mail.to());
                  if (ran.size() == 1) {
                    throw new SnoozeException(Duration.ofSeconds(30));
                  }
                })
            .start();
    JobHandle<?> job = jobs.enqueue(new Mail("a@b"));
    worker.awaitIdle(PATIENCE);
    assertThat(record(job).job().attempts()).isZero();
    assertThat(record(job).job().streaks().released()).isEqualTo(1);

    clock.advance(Duration.ofSeconds(30));
    worker.awaitIdle(PATIENCE);

    assertThat(record(job).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void an_unknown_type_and_an_unreadable_payload_are_parked_unharmed() throws Exception {
    Worker worker = mailer();
    JobHandle<?> unknown = jobs.enqueue(NewJob.of(JobType.raw("sms"), Payload.none()));
    JobHandle<?> unreadable =
        jobs.enqueue(NewJob.of(JobType.raw("mail"), Payload.json("{\"to\":")));
    JobHandle<?> good = jobs.enqueue(new Mail("a@b"));

    worker.awaitIdle(PATIENCE);

    assertThat(record(unknown).parkReason().map(ParkReason::code)).contains("unknown_type");
    assertThat(record(unreadable).parkReason().map(ParkReason::code))
        .contains("unreadable_payload");
    assertThat(record(unknown).job().attempts() + record(unreadable).job().attempts()).isZero();
    assertThat(record(good).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void what_a_computing_handler_returns_is_kept() throws Exception {
    JobType<Mail, Integer> length = JobType.of("length", Mail.class).returning(Integer.class);
    Worker worker = worker().compute(length, (mail, attempt) -> mail.to().length()).start();
    JobHandle<?> job = jobs.enqueue(NewJob.of(length, new Mail("a@b")));

    worker.awaitIdle(PATIENCE);

    assertThat(record(job).result()).contains(Payload.json("3"));
  }

  @Test
  void a_lost_answer_costs_nothing() throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    Worker worker =
        worker()
            .handle(
                Mail.class,
                (mail, attempt) -> {
                  ran.add(mail.to());
                  mayEnd.await();
                })
            .start();
    JobHandle<?> job = jobs.enqueue(new Mail("a@b"));
    backend.loseNextAnswer();
    mayEnd.countDown();

    worker.awaitIdle(PATIENCE);

    assertThat(ran).hasSize(1);
    assertThat(record(job).state()).isEqualTo(JobState.COMPLETED);
    assertThat(record(job).job().attempts()).isZero();
  }

  @Test
  void an_error_that_leaves_the_process_unfit_stops_the_worker_and_counts() throws Exception {
    Worker worker =
        worker()
            .handle(
                Mail.class,
                (mail, attempt) -> {
                  throw new OutOfMemoryError("as asked");
                })
            .start();
    JobHandle<?> job = jobs.enqueue(new Mail("a@b"));
    Eventually.until("unfit", worker::isUnfit);
    Eventually.until("settled", () -> record(job).state() == JobState.WAITING);

    assertThat(record(job).job().attempts()).isEqualTo(1);
    JobHandle<?> next = jobs.enqueue(new Mail("c@d"));
    assertThat(worker.awaitIdle(Duration.ofMillis(50))).isFalse();
    assertThat(record(next).state()).isEqualTo(JobState.WAITING);
  }

  @Test
  void every_mistake_of_a_worker_is_reported_at_once() {
    WorkerBuilder wrong =
        jobs.worker()
            .queue("no spaces", 4)
            .queue("a", 0)
            .queue("b", 1)
            .queues(List.of("b", "c"), 2)
            .queues(Map.of("heavy", 1_001, "light", 0), 2)
            .lease(Duration.ofDays(2));

    assertThatThrownBy(wrong::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"no spaces\"")
        .hasMessageContaining("slots must be 1 to")
        .hasMessageContaining("queue b is listed twice")
        .hasMessageContaining("heavy+light: a weight must be 1 to 1000: ")
        .hasMessageContaining("it handles no type")
        .hasMessageContaining("its lease must be");
  }

  @Test
  void what_is_surely_a_mistake_is_refused_with_the_line_to_write() {
    assertThatThrownBy(() -> jobs.enqueue(new Nameless(1)))
        .hasMessageContaining("@JobName(\"nameless\")");
    assertThatThrownBy(() -> jobs.enqueue(List.of(new Mail("a"))))
        .hasMessageContaining("enqueueAll");
    assertThatThrownBy(() -> jobs.enqueue(Mail.class)).hasMessageContaining("the payload itself");
    Runnable code = () -> {};
    assertThatThrownBy(() -> jobs.enqueue(code)).hasMessageContaining("code is not data");
  }

  @Test
  void an_id_of_ones_own_makes_one_job() {
    JobHandle<?> first = jobs.enqueue(NewJob.of(new Mail("a@b")).id("welcome-42"));
    JobHandle<?> again = jobs.enqueue(NewJob.of(new Mail("a@b")).id("welcome-42"));

    assertThat(first.isNew()).isTrue();
    assertThat(again.id()).isEqualTo(new JobId("welcome-42"));
    assertThat(again.isNew()).isFalse();
    assertThatThrownBy(() -> jobs.enqueue(NewJob.of(new Mail("other")).id("welcome-42")))
        .hasMessageContaining("welcome-42");
  }

  private WorkerBuilder worker() {
    return jobs.worker().queue("default", 4);
  }

  private Worker mailer() {
    return worker().handle(Mail.class, (mail, attempt) -> ran.add(mail.to())).start();
  }

  private JobRecord record(JobHandle<?> job) {
    return Find.record(backend, job.id());
  }

  private List<AttemptRecord> attempts(JobHandle<?> job) {
    return backend.rooms().inspector().orElseThrow().attempts(Find.ref(backend, job.id()));
  }
}
