package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Notes;
import dev.duly.backend.room.LogLine;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import dev.duly.memory.ObjectCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a handler says arrives while it runs and when it has ended. */
class NotesTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final JobType<Payload, Payload> COPY =
      JobType.raw("copy").returning(Payload.class).retry(RetryPolicy.DEFAULT.attempts(1));

  private record Copied(int files, int of) {}

  private final InMemoryBackend backend = new InMemoryBackend();
  private final Duly jobs = Duly.on(backend, new ObjectCodec());
  private final CountDownLatch goesOn = new CountDownLatch(1);

  @AfterEach
  void close() {
    goesOn.countDown();
    jobs.close();
  }

  private JobHandle<Payload> run(ResultHandler<Payload, Payload> handler) {
    jobs.worker().queue("default", 1).compute(COPY, handler).start();
    return jobs.enqueue(COPY, Payload.none());
  }

  private List<String> log(JobRef job) {
    return jobs.jobs().log(job).stream().map(LogLine::text).toList();
  }

  @Test
  void it_is_seen_while_the_handler_runs() throws Exception {
    JobHandle<Payload> job =
        run(
            (payload, attempt) -> {
              attempt.log("begun");
              attempt.progress(new Copied(1, 3));
              assertThat(goesOn.await(20, TimeUnit.SECONDS)).isTrue();
              attempt.log("x".repeat(5_000));
              attempt.progress(new Copied(3, 3));
              return null;
            });
    long end = System.nanoTime() + LONG.toNanos();
    while (log(job.ref()).isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(log(job.ref())).containsExactly("begun");
    assertThat(jobs.jobs().progress(job.ref(), Copied.class)).contains(new Copied(1, 3));

    goesOn.countDown();
    job.await(LONG);
    assertThat(log(job.ref())).containsExactly("begun", "x".repeat(Notes.LINE_MAX - 1) + "…");
    assertThat(jobs.jobs().progress(job.ref(), Copied.class)).contains(new Copied(3, 3));
    assertThatThrownBy(() -> jobs.jobs().progress(job.ref(), String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be read as java.lang.String");
  }

  @Test
  void a_handler_that_fails_has_said_what_it_said() {
    JobHandle<Payload> job =
        run(
            (payload, attempt) -> {
              attempt.progress(40);
              attempt.log("half");
              throw new IllegalStateException("no more");
            });
    job.end().join();
    assertThat(log(job.ref())).containsExactly("half");
    assertThat(jobs.jobs().find(job.ref()).orElseThrow().progress()).contains(Payload.json("40"));
  }

  @Test
  void progress_that_is_too_long_is_refused() throws Exception {
    AtomicReference<Throwable> refused = new AtomicReference<>();
    JobHandle<Payload> job =
        run(
            (payload, attempt) -> {
              try {
                attempt.progress("x".repeat(Notes.PROGRESS_BYTES_MAX));
              } catch (IllegalArgumentException e) {
                refused.set(e);
              }
              return null;
            });
    job.await(LONG);
    assertThat(refused.get()).hasMessage("progress must be at most 4096 bytes, was 4098");
  }

  @Test
  void a_result_that_is_too_long_is_told_in_the_log() throws Exception {
    int max = backend.capabilities().resultBytesMax();
    JobHandle<Payload> job = run((payload, attempt) -> Payload.json("\"" + "x".repeat(max) + "\""));
    assertThat(job.await(LONG)).isNull();
    assertThat(log(job.ref()))
        .containsExactly(
            "its result is 262146 bytes, the limit is 262144: the job completes without it");
  }

  @Test
  void what_is_said_after_the_end_is_nothing() throws Exception {
    CompletableFuture<Attempt> kept = new CompletableFuture<>();
    JobHandle<Payload> job =
        run(
            (payload, attempt) -> {
              kept.complete(attempt);
              return null;
            });
    job.await(LONG);
    kept.join().log("late");
    kept.join().progress(100);
    assertThat(log(job.ref())).isEmpty();
    assertThat(jobs.jobs().progress(job.ref(), String.class)).isEqualTo(Optional.empty());
  }
}
