package dev.duly.cli.job;

import dev.duly.backend.room.JobView;
import dev.duly.cli.command.CommandFailure;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a person names one job: {@code ID}, or {@code QUEUE/ID} where each queue has its own ids. */
public final class JobAddress {
  private JobAddress() {}

  /**
   * Where the job is that is meant; empty if none of this id is stored.
   *
   * @throws CommandFailure if the text is no id, or the id stands for several jobs
   */
  public static Optional<JobRef> of(JobView jobs, String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      JobRef job = new JobRef(text.substring(0, slash), id(text.substring(slash + 1)));
      return jobs.find(job).map(record -> job);
    }
    List<JobRef> found = jobs.refs(id(text));
    if (found.size() > 1) {
      throw CommandFailure.usage(
          text
              + " is a job in "
              + found.size()
              + " queues. Say which: "
              + found.stream().map(JobRef::toString).collect(Collectors.joining(", ")));
    }
    return found.stream().findFirst();
  }

  private static JobId id(String text) {
    try {
      return new JobId(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }
}
