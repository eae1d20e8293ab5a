package dev.duly.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waiting jobs that were taken out of their blocks in this transaction: no worker can claim them,
 * and the transaction says what they are from now on.
 */
final class DetachedJobs {
  private final List<Long> seqs = new ArrayList<>();
  private final List<@Nullable Integer> lanes = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();

  private DetachedJobs() {}

  /** Those of the ids that wait. */
  static DetachedJobs of(Db db, List<String> ids) throws SQLException {
    DetachedJobs pulled = new DetachedJobs();
    try (ResultSet row = db.prepare("detach").texts(new ArrayList<>(ids)).query()) {
      while (row.next()) {
        pulled.seqs.add(row.getLong(1));
        pulled.lanes.add(row.getInt(2));
        pulled.ids.add(row.getString(3));
      }
    }
    return pulled;
  }

  long[] seqs() {
    return seqs.stream().mapToLong(s -> s).toArray();
  }

  /** Of each the lane that it lay in. */
  List<@Nullable Integer> lanes() {
    return lanes;
  }

  List<String> ids() {
    return ids;
  }
}
