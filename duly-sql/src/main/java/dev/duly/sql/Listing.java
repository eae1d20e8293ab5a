package dev.duly.sql;

import dev.duly.backend.JobPage;
import dev.duly.backend.JobQuery;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.query.Field;
import dev.duly.query.JobFilter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list. The statement narrows down by state, queue and type; whether a job fits the
 * whole query is decided here, job by job, as for every backend.
 */
final class Listing {
  private static final int ROWS = 500;

  private final Db db;
  private final JobQuery query;
  private final JobFilter filter;
  private final Instant now;
  private final boolean dead;
  private final boolean wantsError;
  private final List<JobRecord> jobs = new ArrayList<>();
  private Place place;
  private Place last; // of the last job that is on the page

  private Listing(Db db, JobQuery query, Instant now) {
    this.db = db;
    this.query = query;
    this.filter = query.filter();
    this.now = now;
    this.dead = filter.onlyState().equals(Optional.of(JobState.DEAD));
    this.wantsError = filter.asksFor(Field.ERROR) || filter.asksFor(Field.ERROR_GROUP);
    this.place = query.after().map(Place::parse).orElse(Place.START);
    this.last = place;
  }

  /**
   * Where a page ends: a row, and of dead letters the time of death before it.
   *
   * @param finishedAt 0 for other jobs
   */
  private record Place(long finishedAt, long seq) {
    private static final Place START = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

    static Place parse(String text) {
      if (!text.matches("[0-9]{1,18}\\.[0-9]{1,18}")) {
        throw new IllegalArgumentException(
            "a list goes on after what its page before said, not after " + text);
      }
      int dot = text.indexOf('.');
      return new Place(
          Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
    }

    @Override
    public String toString() {
      return finishedAt + "." + seq;
    }
  }

  static JobPage page(Db db, JobQuery query, Instant now) throws SQLException {
    return new Listing(db, query, now).page();
  }

  private JobPage page() throws SQLException {
    Optional<String> id = filter.only(Field.ID);
    if (id.isPresent()) {
      return new JobPage(one(id.get()), Optional.empty());
    }
    for (int looked = 0; looked < JobPage.LOOKED_AT_MAX; looked += ROWS) {
      List<RecordRow> rows = next();
      for (RecordRow row : rows) {
        Optional<JobRecord> job = fitting(row);
        if (job.isPresent() && jobs.size() == query.limit()) {
          return new JobPage(jobs, Optional.of(last.toString()));
        }
        place = new Place(dead ? finished(row) : 0, row.seq());
        if (job.isPresent()) {
          jobs.add(job.get());
          last = place;
        }
      }
      if (rows.size() < ROWS) {
        return new JobPage(jobs, Optional.empty());
      }
    }
    return new JobPage(jobs, Optional.of(place.toString()));
  }

  private static long finished(RecordRow row) {
    return row.record().finishedAt().orElseThrow().toEpochMilli();
  }

  private List<JobRecord> one(String id) throws SQLException {
    if (query.after().isPresent()) {
      return List.of();
    }
    PreparedStatement find = db.prepare("find");
    find.setString(1, id);
    for (RecordRow row : rows(find)) {
      fitting(row).ifPresent(jobs::add);
    }
    return jobs;
  }

  private Optional<JobRecord> fitting(RecordRow row) throws SQLException {
    JobRecord job = wantsError ? withError(db, row) : row.record();
    if (!filter.fits(job, now)) {
      return Optional.empty();
    }
    return Optional.of(wantsError ? job : withError(db, row));
  }

  private List<RecordRow> next() throws SQLException {
    PreparedStatement list = db.prepare(dead ? "list_dead" : "list");
    int at = 1;
    if (!dead) {
      list.setString(at++, filter.onlyState().map(JobState::text).orElse(null));
    }
    list.setString(at++, filter.only(Field.QUEUE).orElse(null));
    list.setString(at++, filter.only(Field.TYPE).orElse(null));
    if (dead) {
      list.setLong(at++, place.finishedAt());
    }
    list.setLong(at++, place.seq());
    list.setInt(at, ROWS);
    return rows(list);
  }

  static List<RecordRow> rows(PreparedStatement select) throws SQLException {
    List<RecordRow> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(RecordRow.read(row));
      }
    }
    return rows;
  }

  /** The job with its latest error, which is another row. */
  static JobRecord withError(Db db, RecordRow row) throws SQLException {
    return row.withError(Attempts.lastError(db, row.seq()));
  }
}
