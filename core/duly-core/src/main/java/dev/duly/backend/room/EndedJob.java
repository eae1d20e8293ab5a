package dev.duly.backend.room;

import dev.duly.job.Failure;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.util.Optional;

/**
 * A job that is over.
 *
 * @param type the job's; empty if it is not stored
 * @param state {@code COMPLETED}, {@code DEAD} or {@code CANCELLED}; empty: no such job is stored,
 *     or no more
 * @param result what its handler returned, if it is kept
 * @param failure the latest, of a dead letter
 * @param reason why it is a dead letter or was cancelled
 */
public record EndedJob(
    JobRef job,
    Optional<String> type,
    Optional<JobState> state,
    Optional<Payload> result,
    Optional<Failure> failure,
    Optional<String> reason) {
  /** A stored job that is over. */
  public static EndedJob of(JobRecord job) {
    return new EndedJob(
        job.ref(),
        Optional.of(job.job().type()),
        Optional.of(job.state()),
        job.result(),
        job.state() == JobState.DEAD ? job.lastError() : Optional.empty(),
        job.deadReason());
  }

  /** One that is not stored. */
  public static EndedJob unknown(JobRef job) {
    return new EndedJob(
        job,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
