package dev.duly;

import dev.duly.engine.ManualEngine;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A worker without threads: the caller runs the jobs, one at a time, for tests and small scripts.
 * Nothing renews the lease meanwhile, and no timeout stops a handler. Not thread-safe.
 */
public final class ManualWorker implements AutoCloseable {
  private final ManualEngine engine;

  ManualWorker(ManualEngine engine) {
    this.engine = engine;
  }

  /**
   * Runs the next job that is due, on this thread, and settles it; empty if none is due.
   *
   * @throws dev.duly.backend.BackendException if the engine failed; the job's lease will end
   */
  public Optional<JobId> runNext() {
    return runNext(job -> true);
  }

  /**
   * Runs the next job as {@link #runNext()} does, but of a job that is refused here, afterwards,
   * the settlement is lost, as when a worker vanishes: when the lease has ended, the job runs
   * again.
   */
  public Optional<JobId> runNext(Predicate<Job> arrives) {
    return engine.runNext(arrives);
  }

  @Override
  public void close() {
    engine.close();
  }
}
