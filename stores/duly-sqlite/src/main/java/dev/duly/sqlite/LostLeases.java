package dev.duly.sqlite;

import dev.duly.job.JobState;
import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lost leases of jobs with keys: they wait for their turn again, due as before (rule L7). */
final class LostLeases {
  private LostLeases() {}

  static void putBack(Tx tx, Lane keys) throws SQLException {
    for (ClaimRow run : ClaimRow.overdue(tx, keys)) {
      int lost = run.remember(tx, run.lo(), run.hi());
      List<JobLook> jobs = putBack(tx, run);
      ClaimRow.requireAll(lost, jobs.size());
      for (JobLook job : jobs) {
        Gates.putBack(tx, job);
      }
      ClaimRow.close(tx, run.token(), lost);
      tx.move(keys.queue(), JobState.RUNNING, JobState.WAITING, lost);
    }
    tx.news();
  }

  private static List<JobLook> putBack(Tx tx, ClaimRow run) throws SQLException {
    PreparedStatement put = tx.prepare("claim_put_back");
    put.setLong(1, run.lo());
    put.setLong(2, run.hi());
    put.setLong(3, run.token());
    List<JobLook> jobs = new ArrayList<>();
    try (ResultSet row = put.executeQuery()) {
      while (row.next()) {
        Turns.Group group =
            new Turns.Group(run.lane().queue(), run.lane().level(), row.getString(2));
        JobLook.Key none = new JobLook.Key(Optional.empty(), false);
        jobs.add(
            new JobLook(
                JobState.WAITING, group, row.getString(3), row.getLong(1), none, row.getLong(4)));
      }
    }
    return jobs;
  }
}
