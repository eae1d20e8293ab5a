package dev.duly.backend.support;

import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a ledger says when the jobs of a firing have been stored, or met another one that holds
 * their unique key (rules E6 and K6).
 *
 * @param isAsPlanned whether all were stored
 * @param last the job of the last time that has one; empty: none has
 */
public record FiredJobs(List<Tick> ticks, boolean isAsPlanned, Optional<JobRef> last) {
  /** Of a firing, with one answer for each of its jobs. */
  public static FiredJobs of(Firing firing, List<Enqueued> answers) {
    Map<JobId, Enqueued> byJob = new HashMap<>();
    Map<JobId, String> queues = new HashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      EncodedJob job = firing.jobs().get(i);
      byJob.put(job.id(), answers.get(i));
      queues.put(job.id(), job.queue());
    }
    List<Tick> told = new ArrayList<>();
    Optional<JobRef> last = Optional.empty();
    for (Tick tick : firing.ticks()) {
      Optional<Enqueued> answer = tick.job().map(byJob::get);
      Tick now = answer.map(a -> told(tick, a)).orElse(tick);
      told.add(now);
      if (now.job().isPresent()) {
        String queue = queues.getOrDefault(tick.job().orElseThrow(), "");
        last = now.job().map(job -> new JobRef(queue, job));
      }
    }
    return new FiredJobs(told, told.equals(firing.ticks()), last);
  }

  /** What became of a time whose job got this answer. */
  public static Tick told(Tick planned, Enqueued answer) {
    JobId holder = answer.id();
    if (planned.job().equals(Optional.of(holder))) {
      return planned;
    }
    return answer instanceof Enqueued.Replaced
        ? new Tick(
            planned.nominal(),
            planned.outcome(),
            "it replaced what waits under the unique key",
            Optional.of(holder))
        : new Tick(
            planned.nominal(),
            TickOutcome.SKIPPED,
            "job " + holder + " holds the unique key",
            Optional.empty());
  }
}
