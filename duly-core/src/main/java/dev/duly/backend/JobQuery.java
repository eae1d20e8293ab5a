package dev.duly.backend;

import dev.duly.job.JobState;
import java.util.Optional;

/**
 * Which jobs to list.
 *
 * @param limit from 1 to 1,000
 */
public record JobQuery(
    Optional<JobState> state, Optional<String> queue, Optional<String> type, int limit) {
  public static final int LIMIT_MAX = 1_000;

  public JobQuery {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit must be 1 to " + LIMIT_MAX + ", was " + limit);
    }
  }

  public static JobQuery all(int limit) {
    return new JobQuery(Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  public static JobQuery in(JobState state, int limit) {
    return new JobQuery(Optional.of(state), Optional.empty(), Optional.empty(), limit);
  }
}
