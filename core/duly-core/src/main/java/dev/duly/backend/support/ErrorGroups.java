package dev.duly.backend.support;

import dev.duly.backend.room.ErrorGroup;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Failures by fingerprint, counted attempt by attempt, where the engine does not count them. */
public final class ErrorGroups {
  private final Map<String, ErrorGroup> groups = new LinkedHashMap<>();

  /** The latest first. */
  public List<ErrorGroup> latest(int limit) {
    return groups.values().stream()
        .sorted(Comparator.comparing(ErrorGroup::last).reversed())
        .limit(limit)
        .toList();
  }

  /** Counts what a job's attempts failed of. */
  public void add(JobRecord job, List<AttemptRecord> attempts) {
    Set<String> seen = new HashSet<>();
    for (AttemptRecord attempt : attempts) {
      for (Failure failure : attempt.failure().stream().toList()) {
        boolean first = seen.add(failure.fingerprint());
        groups.merge(failure.fingerprint(), one(job, attempt, failure, first), ErrorGroups::both);
      }
    }
  }

  /** One attempt; it counts its job if it is the job's first of the group. */
  private static ErrorGroup one(JobRecord job, AttemptRecord at, Failure failure, boolean first) {
    boolean died =
        job.state() == JobState.DEAD
            && job.lastError().map(Failure::fingerprint).equals(Optional.of(failure.fingerprint()));
    return new ErrorGroup(
        failure,
        1,
        first ? 1 : 0,
        first && died ? 1 : 0,
        at.endedAt(),
        at.endedAt(),
        job.ref(),
        job.job().type());
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
