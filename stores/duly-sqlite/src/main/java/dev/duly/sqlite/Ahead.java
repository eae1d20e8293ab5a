package dev.duly.sqlite;

import dev.duly.backend.support.Listing;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Priority;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Counts what a strict worker takes before a waiting job: lane by lane, the higher ones first. */
final class Ahead {
  private static final int COUNTED_MAX = 10_000;

  private Ahead() {}

  static long of(Db db, JobId id, long now) throws SQLException {
    long count = 0;
    for (Listing.Row row : new SqliteListing(db).find(id.value()).stream().toList()) {
      JobRecord job = row.record();
      if (job.state() != JobState.WAITING) {
        return 0;
      }
      long due = job.job().scheduledAt().toEpochMilli();
      for (Priority level : Priority.STRICT) {
        boolean own = level == job.job().priority();
        long from = own ? Math.min(due, now + 1) : now + 1;
        long seq = own && due <= now ? row.seq() : 0;
        count += before(db, job.job().queue(), level, from, seq, (int) (COUNTED_MAX - count));
        if (own) {
          break;
        }
      }
    }
    return count;
  }

  private static long before(
      Db db, String queue, Priority level, long scheduledAt, long seq, int max)
      throws SQLException {
    PreparedStatement count = db.prepare("ahead");
    count.setLong(1, Lanes.find(db, queue, level, PausedTypes.OPEN));
    count.setLong(2, scheduledAt);
    count.setLong(3, seq);
    count.setInt(4, max);
    try (ResultSet row = count.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
