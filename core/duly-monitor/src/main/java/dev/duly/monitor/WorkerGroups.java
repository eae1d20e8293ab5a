package dev.duly.monitor;

import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.WorkerReport;
import dev.duly.job.JobRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts workers together by group, from what they reported and what they run. */
final class WorkerGroups {
  /** Two signs of life and a half: who has been silent for longer is gone. */
  static final Duration SILENT = Duration.ofSeconds(25);

  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, Integer> busy = new HashMap<>();
  private final Map<String, Map<String, RunCounts>> byQueue = new HashMap<>();

  private WorkerGroups() {}

  static List<WorkerBox> of(List<WorkerReport> reports, List<JobRecord> running, Instant now) {
    WorkerGroups crew = new WorkerGroups();
    for (WorkerReport report : reports) {
      if (report.isPresence() && report.at().isAfter(now.minus(SILENT))) {
        crew.slots.put(report.worker(), report.slots());
      }
    }
    for (WorkerReport report : reports) {
      for (RunCounts tally : report.tallies()) {
        crew.did(report.worker(), tally.queue(), tally);
      }
    }
    for (JobRecord job : running) {
      job.worker().ifPresent(worker -> crew.runs(worker, job.job().queue()));
    }
    return crew.boxes();
  }

  private void did(String worker, String queue, RunCounts tally) {
    byQueue.computeIfAbsent(worker, w -> new TreeMap<>()).merge(queue, tally, RunCounts::plus);
  }

  private void runs(String worker, String queue) {
    busy.merge(worker, 1, Integer::sum);
    did(worker, queue, RunCounts.NOTHING);
  }

  /** Of the workers that are there: what a silent one holds is the queue's, and no one's. */
  private List<WorkerBox> boxes() {
    Map<String, WorkerBox> groups = new TreeMap<>();
    slots.forEach(
        (worker, n) ->
            groups.merge(
                WorkerBox.groupOf(worker),
                new WorkerBox(
                    WorkerBox.groupOf(worker),
                    1,
                    n,
                    busyOf(worker, n),
                    byQueue.getOrDefault(worker, Map.of())),
                WorkerGroups::together));
    return new ArrayList<>(groups.values());
  }

  /** A worker claims a little ahead: what waits for one of its slots keeps no further one busy. */
  private int busyOf(String worker, int slots) {
    return Math.min(busy.getOrDefault(worker, 0), slots);
  }

  private static WorkerBox together(WorkerBox one, WorkerBox other) {
    Map<String, RunCounts> both = new TreeMap<>(one.byQueue());
    other.byQueue().forEach((queue, tally) -> both.merge(queue, tally, RunCounts::plus));
    return new WorkerBox(
        one.group(),
        one.workers() + other.workers(),
        one.slots() + other.slots(),
        one.busy() + other.busy(),
        both);
  }
}
