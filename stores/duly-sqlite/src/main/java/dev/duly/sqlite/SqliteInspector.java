package dev.duly.sqlite;

import static java.util.stream.Collectors.joining;

import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.Retention;
import dev.duly.backend.support.Listing;
import dev.duly.backend.support.RetentionRow;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Priority;
import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads on a connection of its own, beside the writer and never in its way. */
final class SqliteInspector implements Inspector, AutoCloseable {
  private static final int AHEAD_MAX = 10_000;

  private final SqliteFile file;
  private final SqliteClock clock;
  // Guarded by this.
  private final Db db;

  SqliteInspector(SqliteFile file, SqliteClock clock) throws SQLException {
    this.file = file;
    this.clock = clock;
    this.db = file.connect();
  }

  /** Something to read. */
  interface Read<T> {
    T from(Db db) throws SQLException;
  }

  /** Reads while no other thread does. */
  synchronized <T> T read(String verb, Read<T> read) {
    try {
      return read.from(db);
    } catch (SQLException e) {
      throw file.trouble(verb, e);
    }
  }

  @Override
  public List<JobRecord> find(List<JobRef> jobs) {
    return read(
        "find",
        db -> {
          SqliteListing listing = new SqliteListing(db);
          List<JobRecord> found = new ArrayList<>();
          for (JobRef job : jobs) {
            for (Listing.Row row : rows(db, job)) {
              found.add(
                  listing.withError(row).toBuilder()
                      .progress(NoteStatements.progress(db, row.seq()))
                      .build());
            }
          }
          return found;
        });
  }

  /** At most one, and none if the job of this id is in another queue. */
  private static List<Listing.Row> rows(Db db, JobRef job) throws SQLException {
    return new SqliteListing(db)
        .row(job.id().value()).stream().filter(row -> row.record().ref().equals(job)).toList();
  }

  @Override
  public List<Optional<JobState>> states(List<JobRef> jobs) {
    Map<JobRef, JobState> stored = read("states", db -> states(db, jobs));
    return jobs.stream().map(job -> Optional.ofNullable(stored.get(job))).toList();
  }

  private static Map<JobRef, JobState> states(Db db, List<JobRef> jobs) throws SQLException {
    PreparedStatement states = db.prepare("states");
    states.setString(
        1, jobs.stream().map(job -> '"' + job.id().value() + '"').collect(joining(",", "[", "]")));
    Map<JobRef, JobState> stored = new HashMap<>();
    try (ResultSet row = states.executeQuery()) {
      while (row.next()) {
        JobRef job = new JobRef(row.getString(1), new JobId(row.getString(2)));
        stored.put(job, JobState.read(row.getString(3)));
      }
    }
    return stored;
  }

  @Override
  public List<JobRef> refs(JobId id) {
    return read(
        "find",
        db ->
            new SqliteListing(db).row(id.value()).stream().map(row -> row.record().ref()).toList());
  }

  @Override
  public JobPage list(JobQuery query) {
    return read(
        "list",
        db -> Listing.page(new SqliteListing(db), query, Instant.ofEpochMilli(clock.millis())));
  }

  @Override
  public List<AttemptRecord> attempts(JobRef job) {
    return read("attempts", db -> Attempts.of(db, job));
  }

  @Override
  public List<ErrorGroup> errors(int limit) {
    return read("errors", db -> Attempts.byFingerprint(db, limit));
  }

  @Override
  public long ahead(JobRef job) {
    return read("ahead", db -> ahead(db, job, clock.millis()));
  }

  @Override
  public List<QueueRecord> queues() {
    return read(
        "queues",
        db -> {
          try (ResultSet rows = db.prepare("queue_list").executeQuery()) {
            return all(rows, SqliteInspector::queueRecord);
          }
        });
  }

  @Override
  public List<AuditRecord> audit(int limit) {
    return read(
        "audit",
        db -> {
          PreparedStatement list = db.prepare("audit_list");
          list.setInt(1, limit);
          try (ResultSet rows = list.executeQuery()) {
            return all(rows, SqliteInspector::auditRecord);
          }
        });
  }

  @Override
  public List<String> pausedTypes() {
    return read("paused types", db -> PausedTypes.pausedTypes(db).stream().sorted().toList());
  }

  @Override
  public Optional<Retention> retention() {
    return read("retention", SqliteInspector::retention);
  }

  static Optional<Retention> retention(Db db) throws SQLException {
    try (ResultSet row = db.prepare("retention").executeQuery()) {
      return RetentionRow.read(row);
    }
  }

  @Override
  public List<HealthIssue> health() {
    return read("check-up", db -> HealthCheck.of(db, file, clock.millis()));
  }

  @Override
  public synchronized void close() {
    try {
      db.close();
    } catch (SQLException e) {
      throw file.trouble("close", e);
    }
  }

  private static Optional<Instant> firstDue(ResultSet row) throws SQLException {
    long due = row.getLong(8);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due));
  }

  /** What one row says. */
  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static <T> List<T> all(ResultSet rows, Row<T> row) throws SQLException {
    List<T> all = new ArrayList<>();
    while (rows.next()) {
      all.add(row.of(rows));
    }
    return all;
  }

  private static AuditRecord auditRecord(ResultSet row) throws SQLException {
    return new AuditRecord(
        Instant.ofEpochMilli(row.getLong(1)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getInt(5));
  }

  private static QueueRecord queueRecord(ResultSet row) throws SQLException {
    return new QueueRecord(
        row.getString(1),
        row.getString(2) != null, // since when it is paused
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        firstDue(row));
  }

  /**
   * What a strict worker takes before a waiting job: the higher levels first, then of its own
   * group.
   */
  private static long ahead(Db db, JobRef ref, long now) throws SQLException {
    for (Listing.Row row : rows(db, ref)) {
      JobRecord job = row.record();
      if (job.state() == JobState.WAITING) {
        return ahead(db, row, job.job(), now);
      }
    }
    return 0;
  }

  private static long ahead(Db db, Listing.Row row, Job job, long now) throws SQLException {
    long count = 0;
    for (Priority level : Priority.STRICT) {
      if (level == job.priority()) {
        break;
      }
      for (String gate : List.of(Gates.OPEN, Gates.KEYS)) {
        Lane lane = new Lane(Lanes.find(db, job.queue(), level, gate), job.queue(), level);
        count += countBefore(db, lane, Optional.empty(), new Moment(now + 1, 0), count);
      }
    }
    long due = job.scheduledAt().toEpochMilli();
    Moment own = due <= now ? new Moment(due, row.seq()) : new Moment(now + 1, 0);
    Optional<String> key = job.labels().groupKey();
    String gate = key.isPresent() ? Gates.KEYS : Gates.OPEN;
    long number = Lanes.find(db, job.queue(), job.priority(), gate);
    return count + countBefore(db, new Lane(number, job.queue(), job.priority()), key, own, count);
  }

  /** A due time, and a row among those of that time. */
  private record Moment(long due, long seq) {}

  private static long countBefore(
      Db db, Lane lane, Optional<String> key, Moment before, long counted) throws SQLException {
    PreparedStatement count = db.prepare(key.isPresent() ? "ahead_in_group" : "ahead");
    int parameter = 1;
    count.setLong(parameter++, lane.number());
    if (key.isPresent()) {
      count.setString(parameter++, key.get());
    }
    count.setLong(parameter++, before.due);
    count.setLong(parameter++, before.seq);
    count.setLong(parameter, AHEAD_MAX - counted);
    try (ResultSet row = count.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
