package dev.duly.backend.schedule;

import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.time.Instant;
import java.util.Optional;

/**
 * A schedule as it is stored.
 *
 * @param revision changes whenever it is changed, paused, resumed or fired
 * @param next the first time that has not been fired; empty: there is none any more
 * @param lastJob the job that was fired last
 * @param lastState of that job; empty: none was fired, or the job is no longer stored
 */
public record ScheduleRecord(
    Definition definition,
    long revision,
    Optional<Instant> next,
    Optional<JobRef> lastJob,
    Optional<JobState> lastState,
    boolean paused) {
  public String id() {
    return definition.id();
  }

  public ScheduleRecord withLastState(Optional<JobState> lastState) {
    return new ScheduleRecord(definition, revision, next, lastJob, lastState, paused);
  }

  /** Whether code declared it once, and no code does any more. */
  public boolean isUndeclared() {
    return definition.declared().isPresent() && definition.declaredBy().isEmpty();
  }

  /** Whether its last job still waits or runs. */
  public boolean isLastOpen() {
    return lastState.isPresent() && !lastState.get().isFinal();
  }
}
