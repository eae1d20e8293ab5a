package dev.duly.backend.room;

import dev.duly.job.JobState;
import dev.duly.query.JobFilter;
import java.util.Optional;

/**
 * Which jobs to list: the newest first, but dead ones by their death, the latest first.
 *
 * @param after from {@link JobPage#next}: where to go on; the filter is the same
 * @param limit from 1 to 1,000
 */
public record JobQuery(JobFilter filter, Optional<String> after, int limit) {
  public static final int LIMIT_MAX = 1_000;

  public JobQuery {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit must be 1 to " + LIMIT_MAX + ", was " + limit);
    }
  }

  public JobQuery(JobFilter filter, int limit) {
    this(filter, Optional.empty(), limit);
  }

  public static JobQuery all(int limit) {
    return new JobQuery(JobFilter.ALL, limit);
  }

  public static JobQuery in(JobState state, int limit) {
    return new JobQuery(JobFilter.in(state), limit);
  }

  /** The page after this one. */
  public JobQuery after(String next) {
    return new JobQuery(filter, Optional.of(next), limit);
  }
}
