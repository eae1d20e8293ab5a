package dev.duly.cli.picture;

import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.JobView;
import dev.duly.job.JobRecord;
import dev.duly.query.JobFilter;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Lists of jobs that come in pages. */
public final class Pages {
  private Pages() {}

  /** All jobs that fit, without their payloads. */
  public static Iterable<List<JobRecord>> of(JobView jobs, JobFilter filter) {
    return of(jobs, new JobQuery(filter, JobQuery.LIMIT_MAX).payloadBytesMax(0));
  }

  /** All pages from this one on, each asked for when it is needed. */
  public static Iterable<List<JobRecord>> of(JobView jobs, JobQuery first) {
    return () ->
        new Iterator<>() {
          private @Nullable JobQuery query = first;

          @Override
          public boolean hasNext() {
            return query != null;
          }

          @Override
          public List<JobRecord> next() {
            JobQuery now = query;
            if (now == null) {
              throw new NoSuchElementException();
            }
            JobPage page = jobs.list(now);
            query = page.next().map(now::after).orElse(null);
            return page.jobs();
          }
        };
  }
}
