package dev.duly.backend.support;

import dev.duly.backend.room.EndWatch;
import dev.duly.backend.room.LogLine;
import dev.duly.backend.room.Results;
import dev.duly.job.JobRef;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The room of a store.
 *
 * @param watches makes a watch
 * @param logs reads the log of a job
 */
public record StoreResults(Supplier<EndWatch> watches, Function<JobRef, List<LogLine>> logs)
    implements Results {
  @Override
  public EndWatch watch() {
    return watches.get();
  }

  @Override
  public List<LogLine> log(JobRef job) {
    return logs.apply(job);
  }
}
