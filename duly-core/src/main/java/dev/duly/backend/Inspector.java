package dev.duly.backend;

import dev.duly.job.AttemptRecord;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import java.util.List;
import java.util.Optional;

/** Shows what is stored. Thread-safe; changes nothing. */
public interface Inspector {
  Optional<JobRecord> find(JobId id);

  /** The jobs that fit, the newest first. */
  List<JobRecord> list(JobQuery query);

  /** The attempts that did not complete at once, the oldest first. */
  List<AttemptRecord> attempts(JobId id);

  /** Every queue that ever had a job or was paused, by name. */
  List<QueueRecord> queues();

  /**
   * What people did, the latest first.
   *
   * @param limit from 1 to 1,000
   */
  List<AuditRecord> audit(int limit);
}
