package dev.duly.backend.room;

import dev.duly.job.JobRef;
import java.time.Duration;
import java.util.List;

/** Waits for the ends of jobs. One thread waits; any thread wakes. */
public interface EndWatch extends AutoCloseable {
  /**
   * Those of the jobs that are over, with a job that is not stored among them (rule N3). If none
   * is, waits until one is, up to {@code waitMax}; returns early on {@link #wake} and on {@link
   * #close}, never by interruption. A call costs the same however many jobs are waited for, but for
   * the look itself.
   *
   * @return at most one for each job; more may be over than it tells at once
   */
  List<EndedJob> ended(List<JobRef> jobs, Duration waitMax);

  /** Ends a wait. Sticky: a call that has not begun to wait returns after one look, too. */
  void wake();

  @Override
  void close();
}
