package dev.duly.postgres;

import dev.duly.backend.support.Listing;
import dev.duly.job.JobRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of the database, for a list of them. */
record PostgresListing(Db db) implements Listing.Source<SQLException> {
  @Override
  public Optional<Listing.Row> find(String id) throws SQLException {
    return rows(db.prepare("find").text(id)).stream().findFirst();
  }

  @Override
  public List<Listing.Row> newest(Listing.Narrowing by, long beforeSeq, int limit)
      throws SQLException {
    return rows(
        db.prepare("list")
            .text(by.state())
            .text(by.queue())
            .text(by.type())
            .number(beforeSeq)
            .integer(limit));
  }

  @Override
  public List<Listing.Row> dead(
      Listing.Narrowing by, long beforeFinishedAt, long beforeSeq, int limit) throws SQLException {
    return rows(
        db.prepare("list_dead")
            .text(by.queue())
            .text(by.type())
            .number(beforeFinishedAt)
            .number(beforeSeq)
            .integer(limit));
  }

  @Override
  public JobRecord withError(Listing.Row row) throws SQLException {
    try (ResultSet error = db.prepare("last_error").number(row.seq()).query()) {
      return row.record().withLastError(Attempts.error(error));
    }
  }

  private static List<Listing.Row> rows(Values select) throws SQLException {
    List<Listing.Row> rows = new ArrayList<>();
    try (ResultSet row = select.query()) {
      while (row.next()) {
        rows.add(RecordRow.read(row));
      }
    }
    return rows;
  }
}
