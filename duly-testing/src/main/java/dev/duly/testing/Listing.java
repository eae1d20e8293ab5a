package dev.duly.testing;

import dev.duly.backend.JobPage;
import dev.duly.backend.JobQuery;
import dev.duly.job.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What people see of the jobs: one page of a list, and what comes before a job. */
final class Listing {
  private Listing() {}

  /** The newest first, or the latest death first: a place in that order says where a page ends. */
  static JobPage page(Collection<StoredJob> jobs, JobQuery query, Instant now) {
    boolean dead = query.filter().onlyState().equals(Optional.of(JobState.DEAD));
    Comparator<StoredJob> order = Comparator.comparing(j -> j.seq);
    if (dead) {
      order =
          Comparator.<StoredJob, Instant>comparing(
                  j -> j.toRecord().finishedAt().orElse(Instant.MIN))
              .thenComparing(order);
    }
    List<StoredJob> rest = new ArrayList<>(jobs);
    rest.sort(order.reversed());
    if (query.after().isPresent()) {
      long last = Long.parseLong(query.after().get());
      int at = 0;
      while (at < rest.size() && rest.get(at).seq != last) {
        at++;
      }
      rest = rest.subList(Math.min(at + 1, rest.size()), rest.size());
    }
    List<StoredJob> fitting =
        rest.stream().filter(j -> query.filter().fits(j.toRecord(), now)).toList();
    List<StoredJob> page = fitting.subList(0, Math.min(query.limit(), fitting.size()));
    return new JobPage(
        page.stream().map(StoredJob::toRecord).toList(),
        page.size() < fitting.size()
            ? Optional.of(String.valueOf(page.get(page.size() - 1).seq))
            : Optional.empty());
  }

  /** How many of these a strict worker takes before this one; none if it does not wait. */
  static long ahead(Collection<StoredJob> jobs, StoredJob mine, Instant now) {
    return mine.state != JobState.WAITING
        ? 0
        : jobs.stream()
            .filter(j -> j.state == JobState.WAITING && !j.due.isAfter(now))
            .filter(j -> j.asked.queue().equals(mine.asked.queue()))
            .filter(j -> comesBefore(j, mine))
            .count();
  }

  private static boolean comesBefore(StoredJob one, StoredJob other) {
    int levels = one.asked.priority().compareTo(other.asked.priority());
    int dues = one.due.compareTo(other.due);
    return levels < 0 || (levels == 0 && (dues < 0 || (dues == 0 && one.seq < other.seq)));
  }
}
