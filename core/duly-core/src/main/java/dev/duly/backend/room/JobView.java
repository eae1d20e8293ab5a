package dev.duly.backend.room;

import dev.duly.job.AttemptRecord;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.query.JobFilter;
import java.util.List;
import java.util.Optional;

/** Jobs that can be looked at. Thread-safe; looking changes nothing. */
public interface JobView {
  /** One page of the jobs that fit. */
  JobPage list(JobQuery query);

  /**
   * How many jobs fit; stops counting when there are that many, or when it has looked at {@link
   * JobPage#LOOKED_AT_MAX}.
   */
  default Count count(JobFilter filter, int max) {
    long count = 0;
    JobQuery query =
        new JobQuery(filter, Math.max(1, Math.min(max, JobQuery.LIMIT_MAX))).payloadBytesMax(0);
    while (true) {
      JobPage page = list(query);
      count += page.jobs().size();
      boolean enough = count >= max || page.jobs().size() < query.limit();
      if (page.next().isEmpty() || enough) {
        return new Count(count, page.next().isPresent());
      }
      query = query.after(page.next().get());
    }
  }

  /** The job, if it is there. */
  Optional<JobRecord> find(JobRef job);

  /** Where jobs of this id are, by queue: at most one, unless each queue has its own ids. */
  List<JobRef> refs(JobId id);

  /** The attempts that did not complete at once, the oldest first. */
  List<AttemptRecord> attempts(JobRef job);
}
