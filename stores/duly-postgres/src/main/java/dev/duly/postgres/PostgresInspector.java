package dev.duly.postgres;

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
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads, and waits for no lock. */
final class PostgresInspector implements Inspector {
  private static final long AHEAD_MAX = 10_000;

  private final Store store;
  private final QueueHeads heads = new QueueHeads();
  private final NotificationListener listener;

  PostgresInspector(Store store, NotificationListener listener) {
    this.store = store;
    this.listener = listener;
  }

  @Override
  public List<JobRecord> find(List<JobRef> jobs) {
    Map<JobRef, JobRecord> stored =
        store.callAgain(
            "find",
            db ->
                new PostgresListing(db)
                    .find(jobs.stream().map(job -> job.id().value()).distinct().toList()).stream()
                        .collect(Collectors.toMap(JobRecord::ref, Function.identity())));
    return jobs.stream().flatMap(job -> Stream.ofNullable(stored.get(job))).toList();
  }

  @Override
  public List<Optional<JobState>> states(List<JobRef> jobs) {
    Map<JobRef, JobState> stored = store.callAgain("states", db -> states(db, jobs));
    return jobs.stream().map(job -> Optional.ofNullable(stored.get(job))).toList();
  }

  private static Map<JobRef, JobState> states(Db db, List<JobRef> jobs) throws SQLException {
    Map<JobRef, JobState> stored = new HashMap<>();
    try (ResultSet row =
        db.prepare("states").texts(jobs.stream().map(job -> job.id().value()).toList()).query()) {
      while (row.next()) {
        JobRef job = new JobRef(row.getString(1), new JobId(row.getString(2)));
        stored.put(job, JobState.read(row.getString(3)));
      }
    }
    return stored;
  }

  @Override
  public List<JobRef> refs(JobId id) {
    return store.callAgain(
        "find",
        db ->
            new PostgresListing(db)
                .find(List.of(id.value())).stream().map(JobRecord::ref).toList());
  }

  @Override
  public JobPage list(JobQuery query) {
    return store.callAgain(
        "list",
        db -> Listing.page(new PostgresListing(db), query, Instant.ofEpochMilli(moment(db))));
  }

  private static long moment(Db db) throws SQLException {
    try (ResultSet row = db.prepare("moment").number(db.now()).query()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public List<AttemptRecord> attempts(JobRef job) {
    return store.callAgain(
        "attempts",
        db -> {
          try (ResultSet rows =
              db.prepare("attempts").text(job.id().value()).text(job.queue()).query()) {
            return Attempts.records(rows);
          }
        });
  }

  @Override
  public List<ErrorGroup> errors(int limit) {
    return store.callAgain(
        "errors",
        db -> {
          try (ResultSet rows = db.prepare("errors").integer(limit).query()) {
            return Attempts.groups(rows);
          }
        });
  }

  @Override
  public long ahead(JobRef job) {
    return store.callAgain(
        "ahead",
        db -> {
          Values count =
              db.prepare("ahead")
                  .text(job.id().value())
                  .text(job.queue())
                  .number(db.now())
                  .number(AHEAD_MAX);
          try (ResultSet row = count.query()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @Override
  public List<QueueRecord> queues() {
    return store.callAgain(
        "queues",
        db -> {
          Map<String, Long> heads = this.heads.of(db);
          try (ResultSet rows = db.prepare("queues").query()) {
            return all(rows, row -> queueRecord(row, heads));
          }
        });
  }

  @Override
  public List<AuditRecord> audit(int limit) {
    return store.callAgain(
        "audit",
        db -> {
          try (ResultSet rows = db.prepare("audit_list").integer(limit).query()) {
            return all(rows, PostgresInspector::auditRecord);
          }
        });
  }

  @Override
  public Optional<Retention> retention() {
    return store.callAgain("retention", PostgresInspector::retention);
  }

  static Optional<Retention> retention(Db db) throws SQLException {
    try (ResultSet row = db.prepare("retention").query()) {
      return RetentionRow.read(row);
    }
  }

  @Override
  public List<String> pausedTypes() {
    return store.callAgain(
        "paused types",
        db -> {
          try (ResultSet rows = db.prepare("type_list").query()) {
            return all(rows, row -> row.getString(1));
          }
        });
  }

  @Override
  public List<HealthIssue> health() {
    return store.callAgain("check-up", db -> HealthCheck.of(db, listener.awaitHearing()));
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

  private static QueueRecord queueRecord(ResultSet row, Map<String, Long> heads)
      throws SQLException {
    String queue = row.getString(1);
    return new QueueRecord(
        queue,
        row.getString(2) != null, // since when it is paused
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        Optional.ofNullable(heads.get(queue)).map(Instant::ofEpochMilli));
  }
}
