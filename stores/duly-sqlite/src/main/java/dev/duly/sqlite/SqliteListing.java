package dev.duly.sqlite;

import dev.duly.backend.support.Listing;
import dev.duly.job.JobRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of the file, for a list of them. */
record SqliteListing(Db db) implements Listing.Source<SQLException> {
  @Override
  public Optional<Listing.Row> find(String id) throws SQLException {
    PreparedStatement find = db.prepare("find");
    find.setString(1, id);
    return rows(find).stream().findFirst();
  }

  @Override
  public List<Listing.Row> newest(Listing.Narrowing by, long beforeSeq, int limit)
      throws SQLException {
    PreparedStatement list = db.prepare("list");
    bind(list, by.state(), by.queue(), by.type());
    list.setLong(4, beforeSeq);
    list.setInt(5, limit);
    return rows(list);
  }

  @Override
  public List<Listing.Row> dead(
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
  public JobRecord withError(Listing.Row row) throws SQLException {
    return row.record().withLastError(Attempts.lastError(db, row.seq()));
  }

  private static List<Listing.Row> rows(PreparedStatement select) throws SQLException {
    List<Listing.Row> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(RecordRow.read(row));
      }
    }
    return rows;
  }
}
