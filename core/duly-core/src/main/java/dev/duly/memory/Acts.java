package dev.duly.memory;

import dev.duly.backend.room.Acted;
import dev.duly.job.Due;
import dev.duly.job.JobId;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.time.InstantSource;
import java.util.Map;

/** What a person does to one job, if its state allows it. Guarded by the store's lock. */
final class Acts {
  private final Map<JobId, StoredJob> jobs;
  private final Lanes lanes;
  private final UniqueKeys keys;
  private final InstantSource clock;

  Acts(Map<JobId, StoredJob> jobs, Lanes lanes, UniqueKeys keys, InstantSource clock) {
    this.jobs = jobs;
    this.lanes = lanes;
    this.keys = keys;
    this.clock = clock;
  }

  Acted requeue(StoredJob job) {
    if (job.state != JobState.DEAD && job.state != JobState.CANCELLED) {
      return Acted.WRONG_STATE;
    }
    if (!keys.takeAnew(job, clock.instant())) {
      return Acted.KEY_HELD;
    }
    job.requeue(clock.instant());
    lanes.add(job);
    return Acted.DONE;
  }

  Acted cancel(StoredJob job) {
    if (job.state.isFinal()) {
      return Acted.WRONG_STATE;
    }
    boolean runs = job.state == JobState.RUNNING;
    lanes.remove(job);
    job.cancel(clock.instant());
    lanes.add(job);
    return runs ? Acted.ASKED : Acted.DONE;
  }

  Acted reschedule(StoredJob job, Due due) {
    if (job.state != JobState.WAITING) {
      return Acted.WRONG_STATE;
    }
    lanes.remove(job);
    job.reschedule(due.from(clock.instant()));
    lanes.add(job);
    return Acted.DONE;
  }

  Acted delete(StoredJob job) {
    return job.state == JobState.RUNNING ? Acted.WRONG_STATE : forget(job);
  }

  Acted discard(StoredJob job) {
    return job.state == JobState.DEAD ? forget(job) : Acted.WRONG_STATE;
  }

  /** Nothing is left of it. */
  Acted forget(StoredJob job) {
    lanes.remove(job);
    jobs.remove(job.asked.id());
    keys.forget(job);
    return Acted.DONE;
  }

  Acted edit(StoredJob job, Payload payload) {
    if (job.state == JobState.RUNNING || job.state == JobState.COMPLETED) {
      return Acted.WRONG_STATE;
    }
    job.edit(payload);
    return Acted.DONE;
  }
}
