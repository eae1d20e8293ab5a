package dev.duly.sqlite;

import dev.duly.job.JobId;
import dev.duly.job.JobState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What an act must know of a stored job.
 *
 * @param due when it is to run, or was, in milliseconds since 1970
 */
record JobLook(JobState state, Turns.Group group, String type, long seq, Key key, long due) {

  /** The unique key of a job, if it has one, and whether it is the job's until it has finished. */
  record Key(Optional<String> text, boolean untilFinished) {
    boolean isToBeTakenAnew() {
      return text.isPresent() && untilFinished;
    }
  }

  static Optional<JobLook> at(Tx tx, JobId id) throws SQLException {
    PreparedStatement look = tx.prepare("state");
    look.setString(1, id.value());
    try (ResultSet row = look.executeQuery()) {
      return row.next() ? Optional.of(read(row)) : Optional.empty();
    }
  }

  private static JobLook read(ResultSet row) throws SQLException {
    return new JobLook(
        JobState.read(row.getString(1)),
        Turns.Group.read(row, 5),
        row.getString(2),
        row.getLong(3),
        new Key(Optional.ofNullable(row.getString(8)), row.getObject(9) == null),
        row.getLong(4));
  }
}
