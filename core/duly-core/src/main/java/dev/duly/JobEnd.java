package dev.duly;

import dev.duly.backend.room.EndedJob;
import dev.duly.job.Failure;
import dev.duly.job.JobCancelledException;
import dev.duly.job.JobDiedException;
import dev.duly.job.JobNotStoredException;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a job ended.
 *
 * @param state {@code COMPLETED}, {@code DEAD} or {@code CANCELLED}; empty: the job is not stored,
 *     or no more
 * @param result what its handler returned, if it completed and that was kept
 * @param failure the latest, of a dead letter
 * @param reason why it is a dead letter or was cancelled; else empty
 */
public record JobEnd<R>(
    JobRef job,
    Optional<JobState> state,
    Optional<R> result,
    Optional<Failure> failure,
    Optional<String> reason) {

  /**
   * What its handler returned; null if it returned nothing, or its result was not kept.
   *
   * @throws JobDiedException if the job is a dead letter
   * @throws JobCancelledException if the job was cancelled
   * @throws JobNotStoredException if the job is not stored
   */
  public @Nullable R resultOrThrow() {
    JobState ended = state.orElseThrow(() -> new JobNotStoredException(job));
    if (ended == JobState.DEAD) {
      throw new JobDiedException(job, reason.orElse(""), failure);
    } else if (ended == JobState.CANCELLED) {
      throw new JobCancelledException(job, reason.orElse(""));
    }
    return result.orElse(null);
  }

  /**
   * With its result read as its type says.
   *
   * @throws IllegalArgumentException if the job is of another type, or cannot be read as this
   */
  static <R> JobEnd<R> of(EndedJob end, JobType<?, R> type, Codec codec) {
    end.type()
        .filter(stored -> !stored.equals(type.name()))
        .ifPresent(
            stored -> {
              throw new IllegalArgumentException(
                  "job " + end.job() + " is of type " + stored + ", not of " + type.name());
            });
    Optional<R> result = end.result().map(bytes -> read(end.job(), bytes, type, codec));
    return new JobEnd<>(end.job(), end.state(), result, end.failure(), end.reason());
  }

  @SuppressWarnings("unchecked") // a codec reads what it is told to
  private static <R> R read(JobRef job, Payload result, JobType<?, R> type, Codec codec) {
    if (type.result() == Payload.class) {
      return (R) result;
    } else if (type.result() == Void.class) {
      throw new IllegalArgumentException(
          "job "
              + job
              + " has a result, and type "
              + type.name()
              + " does not say of which class: write JobType.of(..).returning(Answer.class)");
    }
    try {
      return (R) codec.decode(result, type.result());
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "the result of job "
              + job
              + " cannot be read as "
              + type.result().getTypeName()
              + ", which type "
              + type.name()
              + " returns: "
              + e.getMessage(),
          e);
    }
  }
}
