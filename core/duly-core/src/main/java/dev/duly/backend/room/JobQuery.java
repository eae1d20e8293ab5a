package dev.duly.backend.room;

import dev.duly.job.JobState;
import dev.duly.query.JobFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which jobs to list: the newest first, but dead ones by their death, the latest first.
 *
 * @param after from {@link JobPage#next}: where to go on; the filter is the same
 * @param limit from 1 to 1,000
 * @param payloadBytesMax longer payloads and results are left out, and their sizes told; 0 leaves
 *     out all
 */
public record JobQuery(JobFilter filter, Optional<String> after, int limit, int payloadBytesMax) {
  public static final int LIMIT_MAX = 1_000;

  public JobQuery {
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(after, "after");
    List<String> problems = new ArrayList<>();
    if (limit < 1 || limit > LIMIT_MAX) {
      problems.add("limit must be 1 to " + LIMIT_MAX + ", was " + limit);
    }
    if (payloadBytesMax < 0) {
      problems.add("payloadBytesMax must not be negative, was " + payloadBytesMax);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** The first page, payloads and all. */
  public JobQuery(JobFilter filter, int limit) {
    this(filter, Optional.empty(), limit, Integer.MAX_VALUE);
  }

  public static JobQuery all(int limit) {
    return new JobQuery(JobFilter.ALL, limit);
  }

  public static JobQuery in(JobState state, int limit) {
    return new JobQuery(JobFilter.in(state), limit);
  }

  /** Only what this fits, too. */
  public JobQuery and(JobFilter more) {
    return new JobQuery(filter.and(more), after, limit, payloadBytesMax);
  }

  /** The page after this one. */
  public JobQuery after(String next) {
    return new JobQuery(filter, Optional.of(next), limit, payloadBytesMax);
  }

  /** Without payloads and results that are longer. */
  public JobQuery payloadBytesMax(int max) {
    return new JobQuery(filter, after, limit, max);
  }
}
