package dev.duly.backend.room;

import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.util.List;
import java.util.Optional;

/** Shows what is stored. Thread-safe; changes nothing. */
public interface Inspector extends JobView {
  /**
   * The jobs that are stored, in the order in which they are asked for; one round trip, on Redis
   * one for each queue.
   *
   * @param jobs at most {@link JobQuery#LIMIT_MAX}
   */
  List<JobRecord> find(List<JobRef> jobs);

  /**
   * Where these jobs stand, in their order; empty: not stored. Reads neither payloads nor attempts;
   * one round trip, on Redis one for each queue.
   *
   * @param jobs at most {@link JobQuery#LIMIT_MAX}
   */
  List<Optional<JobState>> states(List<JobRef> jobs);

  @Override
  default Optional<JobRecord> find(JobRef job) {
    return find(List.of(job)).stream().findFirst();
  }

  /**
   * Failures by fingerprint, the latest first.
   *
   * @param limit from 1 to 1,000
   */
  List<ErrorGroup> errors(int limit);

  /**
   * How many due jobs of its queue a strict worker takes before this one: those of higher levels,
   * and those of its own that became due earlier; counted up to 10,000. Zero if it does not wait.
   */
  long ahead(JobRef job);

  /** Every queue that ever had a job or was paused, by name. */
  List<QueueRecord> queues();

  /**
   * What people did, the latest first.
   *
   * @param limit from 1 to 1,000
   */
  List<AuditRecord> audit(int limit);

  /** The types that are paused, by name. */
  List<String> pausedTypes();

  /**
   * How long the store keeps jobs that are over. Empty if that was never said, as in a store from
   * before there was a retention: then it keeps them for ever.
   */
  Optional<Retention> retention();

  /** Whether the store is sound and has room; may read all of it. */
  List<HealthIssue> health();
}
