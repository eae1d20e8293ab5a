package dev.duly;

import dev.duly.backend.room.Acted;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.util.Optional;

/**
 * An enqueued job, in the hands of who enqueued it. Thread-safe. It holds no copy of the job: what
 * it tells it asks the store.
 *
 * @param <R> what its handler returns
 */
public final class JobHandle<R> {
  private final Duly duly;
  private final JobType<?, R> type;
  private final JobRef ref;
  private final Outcome outcome;

  /** What enqueueing came to. */
  enum Outcome {
    STORED,
    DUPLICATE,
    CONFLICT
  }

  JobHandle(Duly duly, JobType<?, R> type, JobRef ref, Outcome outcome) {
    this.duly = duly;
    this.type = type;
    this.ref = ref;
    this.outcome = outcome;
  }

  static Outcome outcome(Enqueued answer) {
    return answer instanceof Enqueued.Stored
        ? Outcome.STORED
        : answer instanceof Enqueued.Duplicate ? Outcome.DUPLICATE : Outcome.CONFLICT;
  }

  public JobId id() {
    return ref.id();
  }

  /** Where it is stored. */
  public JobRef ref() {
    return ref;
  }

  /** What it is of. */
  public JobType<?, R> type() {
    return type;
  }

  /** False if the same job was stored already, or the id is taken. */
  public boolean isNew() {
    return outcome == Outcome.STORED;
  }

  /**
   * Whether the id is taken by a job of other content, so that nothing was stored. That is an
   * answer for a bulk alone: for a single job it is a {@link ConflictException}.
   */
  public boolean isConflict() {
    return outcome == Outcome.CONFLICT;
  }

  /**
   * Where it stands; empty if it is not stored: not yet committed, or deleted.
   *
   * @throws NotOfferedException if the backend cannot show its jobs
   */
  public Optional<JobState> state() {
    return duly.jobs().find(ref).map(JobRecord::state);
  }

  /**
   * Cancels it: at once if it waits; if it runs, its handler is asked to stop.
   *
   * @return {@code DONE}, {@code ASKED}, {@code NOT_FOUND}, or {@code WRONG_STATE} if it is over
   * @throws NotOfferedException if the backend cannot act on its jobs
   */
  public Acted cancel() {
    return duly.jobs().cancel(ref);
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
