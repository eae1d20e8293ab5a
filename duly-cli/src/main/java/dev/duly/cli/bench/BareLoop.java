package dev.duly.cli.bench;

import java.sql.SQLException;

/**
 * The least an engine must do for these jobs: the same rows by the same statements, and no product
 * around it.
 */
interface BareLoop extends AutoCloseable {
  /** Stores so many jobs, in bulks of so many. */
  void enqueue(int jobs, int bulk) throws Exception;

  /** Claims and completes all of them, so many at a time. */
  void drain(int jobs, int turn) throws Exception;

  @Override
  void close() throws SQLException;
}
