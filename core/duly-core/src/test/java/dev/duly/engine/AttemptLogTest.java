package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.JobName;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.RetryPolicy;
import dev.duly.Worker;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ManualClock;
import dev.duly.memory.ObjectCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an application's log says of attempts that failed. */
class AttemptLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong(1);
  private final Env system = Env.system();
  private final Duly jobs =
      Duly.builder()
          .backend(new InMemoryBackend(new ManualClock()))
          .codec(new ObjectCodec())
          .env(new Env(nanos::get, () -> 0.5, system.ids(), system.threads()))
          .build();
  private final LogCapture log = new LogCapture(Worker.ATTEMPTS_LOGGER);

  @JobName("mail")
  record Mail(String to) {}

  @AfterEach
  void close() {
    jobs.close();
    log.close();
  }

  @Test
  void a_failure_that_is_tried_again_is_a_warning_with_type_id_attempt_next_try_and_stack()
      throws Exception {
    JobHandle<?> job = jobs.enqueue(new Mail("carol"));
    run(RetryPolicy.DEFAULT, new IOException("smtp is down"));

    LogRecord record = only();
    assertThat(record.getLevel()).isEqualTo(Level.WARNING);
    assertThat(record.getMessage())
        .isEqualTo(
            "mail "
                + job.id()
                + " attempt 1 of 5 failed, next try in 10s: java.io.IOException: smtp is down");
    assertThat(record.getThrown()).isInstanceOf(IOException.class);
  }

  @Test
  void a_dead_letter_is_an_error_with_the_stack() throws Exception {
    JobType<Mail, Void> once = JobType.of(Mail.class).retry(RetryPolicy.never());
    JobHandle<?> job = jobs.enqueue(once, new Mail("carol"));
    run(RetryPolicy.never(), new IOException("smtp is down"));

    LogRecord record = only();
    assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
    assertThat(record.getMessage())
        .isEqualTo(
            "mail "
                + job.id()
                + " attempt 1 of 1 failed for good (exhausted); it is a dead letter now:"
                + " java.io.IOException: smtp is down");
    assertThat(record.getThrown()).isInstanceOf(IOException.class);
  }

  @Test
  void parked_jobs_are_told_with_the_reason_once_per_type_and_minute() throws Exception {
    JobType<Payload, Void> raw = JobType.raw("mail");
    for (int i = 0; i < 3; i++) {
      jobs.enqueue(NewJob.of(raw, Payload.json("{\"to\":{}}")));
      jobs.enqueue(NewJob.of(JobType.raw("sms"), Payload.none()));
    }
    Worker worker = run(RetryPolicy.DEFAULT, new IOException());

    assertThat(messages())
        .hasSize(2)
        .anyMatch(text -> text.startsWith("sms ") && text.contains("parked (unknown_type)"))
        .anyMatch(
            text ->
                text.startsWith("mail ")
                    && text.contains("parked (unreadable_payload: ")
                    && text.contains("no object of this process"));
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    jobs.enqueue(NewJob.of(JobType.raw("sms"), Payload.none()));
    worker.awaitIdle(PATIENCE);
    assertThat(messages()).hasSize(3);
  }

  @Test
  void a_job_that_completes_is_not_told() throws Exception {
    jobs.enqueue(new Mail("ada"));
    jobs.worker()
        .queue("default", 1)
        .handle(Mail.class, (mail, attempt) -> {})
        .start()
        .awaitIdle(PATIENCE);

    assertThat(log.records()).isEmpty();
  }

  private Worker run(RetryPolicy retry, IOException error) throws InterruptedException {
    Worker worker =
        jobs.worker()
            .queue("default", 1)
            .lease(Duration.ofHours(1))
            .handle(
                JobType.of(Mail.class).retry(retry),
                (mail, attempt) -> {
                  throw error;
                })
            .start();
    assertThat(worker.awaitIdle(PATIENCE)).isTrue();
    return worker;
  }

  private LogRecord only() {
    assertThat(log.records()).hasSize(1);
    return log.records().get(0);
  }

  private List<String> messages() {
    return log.records().stream().map(LogRecord::getMessage).toList();
  }
}
