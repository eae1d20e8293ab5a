package dev.duly.sql.postgres;

import dev.duly.job.JobRecord;
import dev.duly.sql.Attempts;
import dev.duly.sql.Listing;
import dev.duly.sql.RecordRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of the database, for a list of them. */
record PostgresListing(Db db) implements Listing.Source {
  @Override
  public Optional<RecordRow> find(String id) throws SQLException {
    return rows(db.prepare("find").text(id)).stream().findFirst();
  }

  @Override
  public List<RecordRow> newest(Listing.Narrowing by, long beforeSeq, int limit)
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
  public List<RecordRow> dead(
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
  public JobRecord withError(RecordRow row) throws SQLException {
    try (ResultSet error = db.prepare("last_error").number(row.seq()).query()) {
      return row.withError(Attempts.error(error));
    }
  }

  private static List<RecordRow> rows(Values select) throws SQLException {
    List<RecordRow> rows = new ArrayList<>();
    try (ResultSet row = select.query()) {
      while (row.next()) {
        rows.add(RecordRow.read(row));
      }
    }
    return rows;
  }
}
