package dev.duly.memory;

import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.support.Cursor;
import dev.duly.job.JobState;
import dev.duly.memory.Groups.Group;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What people see of the jobs: one page of a list, what comes before a job, and the queues. */
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
      long last = Long.parseLong(Cursor.place(query.after().get(), "[0-9]{1,18}"));
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
        page.stream()
            .map(StoredJob::toRecord)
            .map(job -> job.withPayloadsUpTo(query.payloadBytesMax()))
            .toList(),
        page.size() < fitting.size()
            ? Optional.of(Cursor.of(String.valueOf(page.get(page.size() - 1).seq)))
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
    boolean inGroup = Group.of(one).equals(Group.of(other));
    return levels < 0 || (inGroup && (dues < 0 || (dues == 0 && one.seq < other.seq)));
  }

  /** Every queue that is known, by name. */
  static List<QueueRecord> queues(
      Collection<StoredJob> jobs, Set<String> known, Set<String> paused) {
    Map<String, Map<JobState, Long>> counts = new TreeMap<>();
    known.forEach(q -> counts.put(q, new EnumMap<>(JobState.class)));
    for (StoredJob job : jobs) {
      counts
          .computeIfAbsent(job.asked.queue(), q -> new EnumMap<>(JobState.class))
          .merge(job.state, 1L, Long::sum);
    }
    List<QueueRecord> records = new ArrayList<>();
    counts.forEach(
        (queue, n) -> records.add(record(queue, paused.contains(queue), n, firstDue(queue, jobs))));
    return records;
  }

  private static Optional<Instant> firstDue(String queue, Collection<StoredJob> jobs) {
    return jobs.stream()
        .filter(job -> job.state == JobState.WAITING && job.asked.queue().equals(queue))
        .map(job -> job.due)
        .min(Comparator.naturalOrder());
  }

  private static QueueRecord record(
      String queue, boolean paused, Map<JobState, Long> counts, Optional<Instant> firstDue) {
    return new QueueRecord(
        queue,
        paused,
        counts.getOrDefault(JobState.WAITING, 0L),
        counts.getOrDefault(JobState.RUNNING, 0L),
        counts.getOrDefault(JobState.COMPLETED, 0L),
        counts.getOrDefault(JobState.CANCELLED, 0L),
        counts.getOrDefault(JobState.DEAD, 0L),
        firstDue);
  }
}
