package dev.duly.sqlite;

import java.sql.SQLException;

/** How a transaction of the writer ended. */
sealed interface CommitResult {
  /**
   * It is on the disk.
   *
   * @param news whether there may be something to claim
   */
  record Committed(boolean news) implements CommitResult {}

  /** Nothing of it has happened. */
  record Undone(Throwable cause) implements CommitResult {}

  /** The commit itself failed: whether it has happened is unknown. */
  record Unknown(SQLException cause) implements CommitResult {}
}
