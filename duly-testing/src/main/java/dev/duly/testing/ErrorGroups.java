package dev.duly.testing;

import dev.duly.backend.ErrorGroup;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.JobState;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Failures by fingerprint, counted attempt by attempt. */
final class ErrorGroups {
  private ErrorGroups() {}

  /** The latest first. */
  static List<ErrorGroup> of(Collection<StoredJob> jobs, int limit) {
    Map<String, ErrorGroup> groups = new LinkedHashMap<>();
    for (StoredJob job : jobs) {
      Set<String> seen = new HashSet<>();
      for (AttemptRecord attempt : job.history()) {
        for (Failure failure : attempt.failure().stream().toList()) {
          boolean first = seen.add(failure.fingerprint());
          ErrorGroup one = one(job, attempt, failure, first);
          groups.merge(failure.fingerprint(), one, ErrorGroups::both);
        }
      }
    }
    return groups.values().stream()
        .sorted(Comparator.comparing(ErrorGroup::last).reversed())
        .limit(limit)
        .toList();
  }

  /** One attempt; it counts its job if it is the job's first of the group. */
  private static ErrorGroup one(StoredJob job, AttemptRecord at, Failure failure, boolean first) {
    boolean died =
        job.state == JobState.DEAD
            && job.toRecord()
                .lastError()
                .map(Failure::fingerprint)
                .equals(Optional.of(failure.fingerprint()));
    return new ErrorGroup(
        failure,
        1,
        first ? 1 : 0,
        first && died ? 1 : 0,
        at.endedAt(),
        at.endedAt(),
        job.asked.id(),
        job.asked.type());
  }

  private static ErrorGroup both(ErrorGroup a, ErrorGroup b) {
    ErrorGroup latest = a.last().isBefore(b.last()) ? b : a;
    return new ErrorGroup(
        latest.latest(),
        a.failures() + b.failures(),
        a.jobs() + b.jobs(),
        a.dead() + b.dead(),
        a.first().isBefore(b.first()) ? a.first() : b.first(),
        latest.last(),
        latest.sample(),
        latest.type());
  }
}
