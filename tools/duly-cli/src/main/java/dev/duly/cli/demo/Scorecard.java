package dev.duly.cli.demo;

import dev.duly.backend.room.Inspector;
import dev.duly.job.AttemptRecord;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the kills did to the jobs.
 *
 * @param enqueued jobs whose enqueue returned
 * @param kills of worker processes
 * @param completed of the enqueued
 * @param dead of the enqueued
 * @param lost of the enqueued: neither completed nor among the dead letters
 * @param duplicated jobs that were started again although no attempt had failed
 * @param explained of the duplicated: the store has a lost lease for each of those starts
 */
public record Scorecard(
    long enqueued,
    long kills,
    long completed,
    long dead,
    long lost,
    long duplicated,
    long explained) {

  /**
   * Judges the jobs that were acknowledged by what the store has of them and how often they began.
   */
  static Scorecard of(
      Collection<JobId> enqueued, long kills, Map<JobId, Integer> starts, Inspector inspector) {
    long completed = 0;
    long dead = 0;
    long duplicated = 0;
    long explained = 0;
    for (JobId id : enqueued) {
      Optional<JobRef> ref = inspector.refs(id).stream().findFirst();
      Optional<JobRecord> job = ref.flatMap(inspector::find);
      boolean isCompleted = job.filter(j -> j.state() == JobState.COMPLETED).isPresent();
      completed += isCompleted ? 1 : 0;
      dead += job.filter(j -> j.state() == JobState.DEAD).isPresent() ? 1 : 0;
      long failed = 0;
      long leasesLost = 0;
      for (AttemptRecord attempt : ref.map(inspector::attempts).orElse(List.of())) {
        leasesLost += attempt.outcome().equals("lost") ? 1 : 0;
        failed += attempt.failure().isPresent() ? 1 : 0;
      }
      long again = starts.getOrDefault(id, 0) - failed - (isCompleted ? 1 : 0);
      duplicated += again > 0 ? 1 : 0;
      explained += again > 0 && again <= leasesLost ? 1 : 0;
    }
    return new Scorecard(
        enqueued.size(),
        kills,
        completed,
        dead,
        enqueued.size() - completed - dead,
        duplicated,
        explained);
  }

  /** Nothing was lost, and every start has its reason. */
  public boolean isClean() {
    return lost == 0 && duplicated == explained;
  }

  /** In the order of the record. */
  public Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("enqueued", enqueued);
    map.put("kills", kills);
    map.put("completed", completed);
    map.put("dead", dead);
    map.put("lost", lost);
    map.put("duplicated", duplicated);
    map.put("explained", explained);
    return map;
  }

  /** For people. */
  public String text() {
    String why =
        duplicated == 0
            ? ""
            : explained == duplicated
                ? " (explained: a worker was killed while it ran them, so they ran again)"
                : " (only " + explained + " explained)";
    return String.format(
        "%d enqueued · %d worker processes killed with kill -9 · %d completed, %d dead%n%s lost %d · duplicated %d%s",
        enqueued, kills, completed, dead, isClean() ? "✔" : "✖", lost, duplicated, why);
  }
}
