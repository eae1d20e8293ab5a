package dev.duly.backend;

import dev.duly.job.JobId;
import java.util.List;

/** Acts for a person. Thread-safe. */
public interface Operator {
  /**
   * Puts dead or cancelled jobs back in their queue, due at once, with a fresh budget and their
   * history (rule D3).
   */
  List<Acted> requeue(List<JobId> ids);

  /** Stops claims from the queue, which need not exist yet; running jobs finish (rule C9). */
  void pause(String queue);

  void resume(String queue);

  /** What became of an act on one job. */
  enum Acted {
    DONE,
    NOT_FOUND,
    /** The job is in a state in which this cannot be done. */
    WRONG_STATE
  }
}
