package dev.duly.backend.room;

import dev.duly.job.JobRecord;
import java.util.List;
import java.util.Optional;

/**
 * Some of the jobs that fit a query.
 *
 * @param next where to go on, opaque; empty if there are no more. There may be fewer jobs than
 *     asked for and yet a next page: so many were looked at that did not fit
 */
public record JobPage(List<JobRecord> jobs, Optional<String> next) {
  /** So many jobs are looked at for one page. */
  public static final int LOOKED_AT_MAX = 100_000;

  public JobPage {
    jobs = List.copyOf(jobs);
  }
}
