package dev.duly.sqlite;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Job;
import dev.duly.job.Priority;
import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The answer to a request whose first answer was lost: what its runs still hold, in the order it
 * was first given (rule C10).
 */
final class RepeatedClaims {
  private RepeatedClaims() {}

  static List<Claim> claims(Tx tx, WorkerInfo info, long firstRun, List<Demand> demands)
      throws SQLException {
    List<Claim> claims = new ArrayList<>();
    for (Run run : runs(tx, firstRun)) {
      List<JobRow> rows = run.row.held(tx, ClaimRuns.MAX);
      for (int i = 0; i < rows.size(); i++) {
        JobRow row = rows.get(i);
        SqliteToken token = new SqliteToken(run.row.token(), row.seq(), i, run.isGated);
        String pool = demands.get(demandOf(row.job(), demands)).pool();
        Claim claim = row.claimed(token, pool, Instant.ofEpochMilli(tx.now), info.lease());
        claims.add(claim);
      }
    }
    claims.sort(
        Comparator.<Claim>comparingInt(c -> demandOf(c.job(), demands))
            .thenComparingInt(c -> placeOf(c.job(), demands))
            .thenComparing(c -> c.job().scheduledAt()));
    return claims;
  }

  private static int demandOf(Job job, List<Demand> demands) {
    for (int i = 0; i < demands.size(); i++) {
      if (demands.get(i).queues().contains(job.queue())) {
        return i;
      }
    }
    return 0;
  }

  /** Queues in the order of the demand, then its levels. */
  private static int placeOf(Job job, List<Demand> demands) {
    Demand demand = demands.get(demandOf(job, demands));
    int queue = demand.queues().indexOf(job.queue());
    return queue * Priority.values().length + demand.levels().indexOf(job.priority());
  }

  private record Run(ClaimRow row, boolean isGated) {}

  private static List<Run> runs(Tx tx, long firstRun) throws SQLException {
    PreparedStatement find = tx.prepare("claim_runs");
    find.setLong(1, firstRun);
    find.setLong(2, firstRun + ClaimRuns.MAX - 1);
    List<Run> runs = new ArrayList<>();
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        Lane lane = new Lane(row.getLong(4), row.getString(5), Priority.of(row.getString(6)));
        ClaimRow its = new ClaimRow(row.getLong(1), row.getLong(2), row.getLong(3), lane);
        runs.add(new Run(its, row.getBoolean(7)));
      }
    }
    return runs;
  }
}
