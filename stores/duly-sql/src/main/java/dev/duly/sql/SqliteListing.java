package dev.duly.sql;

import dev.duly.job.JobRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of the file, for a list of them. */
record SqliteListing(Db db) implements Listing.Source {
  @Override
  public Optional<RecordRow> find(String id) throws SQLException {
    PreparedStatement find = db.prepare("find");
    find.setString(1, id);
    return rows(find).stream().findFirst();
  }

  @Override
  public List<RecordRow> newest(Listing.Narrowing by, long beforeSeq, int limit)
      throws SQLException {
    PreparedStatement list = db.prepare("list");
    bind(list, by.state(), by.queue(), by.type());
    list.setLong(4, beforeSeq);
    list.setInt(5, limit);
    return rows(list);
  }

  @Override
  public List<RecordRow> dead(
      Listing.Narrowing by, long beforeFinishedAt, long beforeSeq, int limit) throws SQLException {
    PreparedStatement list = db.prepare("list_dead");
    bind(list, by.queue(), by.type());
    list.setLong(3, beforeFinishedAt);
    list.setLong(4, beforeSeq);
    list.setInt(5, limit);
    return rows(list);
  }

  private static void bind(PreparedStatement list, @Nullable String... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      list.setString(i + 1, values[i]);
    }
  }

  @Override
  public JobRecord withError(RecordRow row) throws SQLException {
    return row.withError(Attempts.lastError(db, row.seq()));
  }

  private static List<RecordRow> rows(PreparedStatement select) throws SQLException {
    List<RecordRow> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(RecordRow.read(row));
      }
    }
    return rows;
  }
}
