package dev.duly;

import dev.duly.backend.room.EndedJob;
import dev.duly.engine.Ends;
import dev.duly.engine.Events;
import dev.duly.job.DurationText;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the ends of jobs, and reads them as their types say; see {@link JobHandle#await}.
 * Thread-safe.
 */
final class JobEnds implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Optional<Ends> ends;
  private final Codec codec;
  private final List<Worker> workers;

  /**
   * For one {@link Duly}.
   *
   * @param ends empty if the backend does not tell of any
   * @param workers in whose handlers no one may wait
   */
  JobEnds(Optional<Ends> ends, Codec codec, List<Worker> workers) {
    this.ends = ends;
    this.codec = codec;
    this.workers = workers;
  }

  <R> @Nullable R await(JobType<?, R> type, JobRef job, Duration max)
      throws InterruptedException, TimeoutException {
    Objects.requireNonNull(max, "max");
    requireNoHandler(job);
    CompletableFuture<EndedJob> end = ends().of(job);
    try {
      return read(end.get(nanos(max), TimeUnit.NANOSECONDS), type).resultOrThrow();
    } catch (TimeoutException e) {
      throw new TimeoutException("job " + job + " is not over after " + DurationText.shown(max));
    } catch (ExecutionException e) {
      throw new IllegalStateException("job " + job + " cannot be awaited: " + e.getMessage(), e);
    } finally {
      end.cancel(false);
    }
  }

  private static long nanos(Duration max) {
    return max.isNegative() ? 0 : (max.compareTo(LONGEST) < 0 ? max : LONGEST).toNanos();
  }

  /** A slot that waits for a slot may wait for ever. */
  private void requireNoHandler(JobRef job) {
    if (workers.stream().anyMatch(Worker::isHandledHere)) {
      throw new IllegalStateException(
          "a handler cannot await job "
              + job
              + ": its slot would wait for another slot. Make what is to happen afterwards a job:"
              + " attempt.then(NewJob.of(type, payload))");
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nothing comes after giving it up
  <R> CompletableFuture<JobEnd<R>> end(JobType<?, R> type, JobRef job) {
    CompletableFuture<EndedJob> end = ends().of(job);
    CompletableFuture<JobEnd<R>> read = end.thenApplyAsync(ended -> read(ended, type));
    read.whenComplete((ended, failure) -> end.cancel(false));
    return read;
  }

  <R> JobEnd<R> read(EndedJob end, JobType<?, R> type) {
    return JobEnd.of(end, type, codec);
  }

  /** What a handler said of how far it is. */
  <T> T read(JobRef job, Payload progress, Class<T> type) {
    try {
      return codec.decode(progress, type);
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "the progress of job " + job + " cannot be read as " + type.getName() + ": " + e, e);
    }
  }

  /** A job may be over by what was done here: who waits for it is to look. */
  void ended(JobRef job) {
    ends.ifPresent(waiting -> waiting.ended(job));
  }

  /** The same of what workers do, who tell others, too. */
  Events heard(Events others) {
    return ends.map(waiting -> waiting.heard(others)).orElse(others);
  }

  private Ends ends() {
    return ends.orElseThrow(
        () -> new NotOfferedException("this backend cannot tell how a job ended"));
  }

  @Override
  public void close() {
    ends.ifPresent(Ends::close);
  }
}
