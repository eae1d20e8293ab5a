package dev.duly.backend.support;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import java.util.List;

/** What became of follow-up jobs: no settlement fails over one, so that it is told in the log. */
public final class FollowUps {
  private static final System.Logger LOG = System.getLogger(FollowUps.class.getName());

  private FollowUps() {}

  /** Warns of each that was refused since another job holds its unique key. */
  public static void warn(List<EncodedJob> jobs, List<Enqueued> answers) {
    for (int i = 0; i < jobs.size(); i++) {
      if (answers.get(i) instanceof Enqueued.Rejected rejected) {
        warn(jobs.get(i).id(), rejected.id());
      }
    }
  }

  /** Warns of one. */
  public static void warn(JobId job, JobId holder) {
    LOG.log(
        System.Logger.Level.WARNING,
        "follow-up job {0} was not stored: job {1} holds its unique key",
        job,
        holder);
  }
}
