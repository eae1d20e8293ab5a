package dev.duly.backend;

import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.sql.Connection;
import java.util.List;

/**
 * Acts inside the caller's own transaction on the database that also keeps the jobs, so that both
 * happen or neither. Thread-safe; a connection is used on the caller's thread alone and is neither
 * committed nor closed.
 *
 * <p>How durable the jobs are is then the connection's affair: it is its commit.
 */
public interface Transactions {
  /**
   * Stores the jobs if and only if the transaction commits (rule E5).
   *
   * @param tx on the database of this backend, auto-commit off
   * @throws InvalidJobsException if any job breaks a limit; then none was stored
   * @throws BackendException if the connection is not fit for it, or the engine failed; the message
   *     says what to do
   */
  List<Enqueued> enqueue(Connection tx, List<EncodedJob> jobs);

  /**
   * Completes the claim if and only if the transaction commits: then what the handler did in it
   * happened exactly once (rule S5).
   *
   * @param tx on the database of this backend, auto-commit off
   * @throws ClaimLostException if the claim is no longer current: the transaction must be rolled
   *     back
   * @throws BackendException if the connection is not fit for it, or the engine failed
   */
  void complete(Connection tx, Settlement.Complete done);
}
