package dev.duly;

import dev.duly.backend.room.Acted;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An enqueued job, in the hands of who enqueued it. Thread-safe. It holds no copy of the job: what
 * it tells it asks the store.
 *
 * @param <R> what its handler returns
 */
public final class JobHandle<R> {
  private final Duly duly;
  private final JobType<?, R> type;
  private final Enqueued answer;
  private volatile JobRef ref; // of a job that holds the new one's key, found when asked for

  /**
   * What was answered.
   *
   * @param asked where the job was to be stored; a job that holds its unique key may be elsewhere
   */
  JobHandle(Duly duly, JobType<?, R> type, JobRef asked, Enqueued answer) {
    this.duly = duly;
    this.type = type;
    this.answer = answer;
    this.ref = asked;
  }

  /** Of the stored job: the new one, or the one that was there. */
  public JobId id() {
    return answer.id();
  }

  /**
   * Where it is stored. Of a job that holds the new one's unique key, it asks the store once.
   *
   * @throws NotOfferedException if it must ask, and the backend cannot show its jobs
   */
  public JobRef ref() {
    JobRef known = ref;
    if (!known.id().equals(id())) {
      known = duly.jobs().holder(known.queue(), id());
      ref = known;
    }
    return known;
  }

  /** What it is of. */
  public JobType<?, R> type() {
    return type;
  }

  /** False if the same job was stored already, or its id or its unique key is taken. */
  public boolean isNew() {
    return answer instanceof Enqueued.Stored;
  }

  /** Whether the job that holds its unique key has got its payload, due time and priority. */
  public boolean isReplaced() {
    return answer instanceof Enqueued.Replaced;
  }

  /**
   * Whether another job holds its unique key and it was to be refused then, so that nothing was
   * stored. That is an answer for a bulk alone: for a single job it is a {@link
   * dev.duly.job.KeyHeldException}.
   */
  public boolean isRejected() {
    return answer instanceof Enqueued.Rejected;
  }

  /**
   * Whether the id is taken by a job of other content, so that nothing was stored. That is an
   * answer for a bulk alone: for a single job it is a {@link ConflictException}.
   */
  public boolean isConflict() {
    return answer instanceof Enqueued.Conflict;
  }

  /**
   * Where it stands; empty if it is not stored: not yet committed, or deleted.
   *
   * @throws NotOfferedException if the backend cannot show its jobs
   */
  public Optional<JobState> state() {
    return duly.jobs().find(ref()).map(JobRecord::state);
  }

  /**
   * Cancels it: at once if it waits; if it runs, its handler is asked to stop.
   *
   * @return {@code DONE}, {@code ASKED}, {@code NOT_FOUND}, or {@code WRONG_STATE} if it is over
   * @throws NotOfferedException if the backend cannot act on its jobs
   */
  public Acted cancel() {
    return duly.jobs().cancel(ref());
  }

  /**
   * Waits until the job is over, and answers with what its handler returned: at once if it is over
   * already. How soon it hears: in the worker's own process within milliseconds; else within a
   * quarter of a second, and of a {@link NewJob#awaited} job within some milliseconds.
   *
   * @param max how long; then this ends with a {@link TimeoutException}, and the job goes on
   * @return null if the handler returned nothing, or its result was not kept
   * @throws dev.duly.job.JobDiedException if the job became a dead letter
   * @throws dev.duly.job.JobCancelledException if it was cancelled
   * @throws dev.duly.job.JobNotStoredException if it is not stored, or no more
   * @throws IllegalArgumentException if its result cannot be read as its type says
   * @throws IllegalStateException in a handler of the same {@link Duly}, where a slot would wait
   *     for a slot; or if this is closed
   * @throws NotOfferedException if the backend cannot tell how a job ended
   */
  public @Nullable R await(Duration max) throws InterruptedException, TimeoutException {
    return duly.ends().await(type, ref(), max);
  }

  /**
   * The same without waiting: it is completed, on a thread of the common pool, when the job is
   * over, in whichever way. Cancel it if it is not wanted any more.
   */
  public CompletableFuture<JobEnd<R>> end() {
    return duly.ends().end(type, ref());
  }

  @Override
  public String toString() {
    return ref.queue() + "/" + id();
  }
}
