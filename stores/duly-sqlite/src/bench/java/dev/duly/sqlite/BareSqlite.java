package dev.duly.sqlite;

import dev.duly.bench.ConcurrentCallers;
import dev.duly.bench.Contender;
import dev.duly.bench.SharedCommit;
import dev.duly.bench.Workload;
import dev.duly.job.JobSpec;
import dev.duly.job.Payload;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The bare loop on SQLite: the backend's own statements on one connection from one thread, with a
 * commit and an fsync for each bulk or turn, and nothing around them. Not thread-safe.
 */
public final class BareSqlite implements Contender {
  private static final int ROWS = 50; // of one insert
  private static final String ID_BEFORE = "job_0000000000000000"; // as long as a real one
  private static final long LANE = 1;
  private static final long LEASE_MILLIS = 30_000;

  private final Db db;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final Workload workload;
  private final byte[] payload = Workload.PAYLOAD.bytes();
  private long token = 1;
  private int ids = 1_000_000_000;

  /** The jobs of a claim, by the first and the last of their rows; zeros if there are none. */
  private record Range(long first, long last) {
    static final Range NONE = new Range(0, 0);
  }

  /** On a new file, which gets the schema first. */
  public BareSqlite(Path file, Workload workload) throws SQLException {
    SqliteBackend.file(file).close();
    this.db = new SqliteFile(file).connect();
    this.begin = db.connection().prepareStatement("begin immediate");
    this.commit = db.connection().prepareStatement("commit");
    this.workload = workload;
    db.execute("insert into lane (queue, priority) values ('default', 'normal')");
  }

  @Override
  public void enqueue(int jobs) throws SQLException {
    for (int done = 0; done < jobs; done += workload.bulk()) {
      store(workload.bulk());
    }
  }

  /** In one commit. */
  private void store(int jobs) throws SQLException {
    begin.execute();
    int rows = 0;
    for (; rows + ROWS <= jobs; rows += ROWS) {
      insert(ROWS);
    }
    for (; rows < jobs; rows++) {
      insert(1);
    }
    count(jobs, 0, 0);
    commit.execute();
  }

  private void insert(int rows) throws SQLException {
    long now = System.currentTimeMillis();
    PreparedStatement insert = db.prepareRepeated("enqueue_alike", rows);
    int parameter =
        bind(
            insert,
            "noop",
            "default",
            "normal",
            LANE,
            now,
            now,
            JobSpec.MAX_ATTEMPTS_DEFAULT,
            JobSpec.RETRY_DEFAULT,
            JobSpec.TIMEOUT_DEFAULT.toMillis(),
            Payload.JSON,
            1,
            null);
    for (int i = 0; i < rows; i++) {
      insert.setString(parameter++, ID_BEFORE + ids++);
      insert.setBytes(parameter++, payload);
    }
    insert.executeUpdate();
  }

  /** Callers share a commit, as callers of the backend do. */
  @Override
  public void enqueueSingly(int jobs, int threads) throws Exception {
    try (SharedCommit commits = new SharedCommit(this::store)) {
      ConcurrentCallers.each(
          threads,
          () -> {
            for (int i = 0; i < jobs / threads; i++) {
              commits.one();
            }
          });
    }
  }

  @Override
  public void sustain(int jobs) throws SQLException {
    for (int done = 0; done < jobs; done += workload.bulk()) {
      store(workload.bulk());
      drain(workload.bulk());
    }
  }

  @Override
  public void drain(int jobs) throws SQLException {
    Range held = Range.NONE;
    for (int done = 0; done < jobs; ) {
      begin.execute();
      done += held.equals(Range.NONE) ? 0 : complete(held);
      held = claim();
      commit.execute();
    }
  }

  private int complete(Range held) throws SQLException {
    long now = System.currentTimeMillis();
    int completed = update("settle_complete", now, held.first, held.last, token);
    update("claim_close", completed, token);
    update("claim_end", token++);
    count(0, -completed, completed);
    report(completed, now);
    return completed;
  }

  /** The row of a session's report: a new one every ten seconds, else the same again. */
  private void report(int completed, long now) throws SQLException {
    update(
        "report_put",
        "bare",
        now / 10_000,
        "default",
        "noop",
        now,
        0,
        now % 10_000,
        completed,
        0,
        0,
        0,
        Workload.HISTOGRAM,
        Workload.HISTOGRAM,
        0,
        0,
        0,
        null,
        null);
  }

  private Range claim() throws SQLException {
    long now = System.currentTimeMillis();
    PreparedStatement due = db.prepare("claim_due");
    bind(
        due,
        LANE,
        now,
        workload.slots(),
        "noop",
        Payload.JSON,
        1,
        JobSpec.MAX_ATTEMPTS_DEFAULT,
        JobSpec.RETRY_DEFAULT,
        JobSpec.TIMEOUT_DEFAULT.toMillis());
    long first = 0;
    long last = 0;
    int found = 0;
    long lastDue = 0;
    try (ResultSet row = due.executeQuery()) {
      for (; row.next(); found++) {
        last = row.getLong(1);
        first = found == 0 ? last : first;
        lastDue = row.getLong(5);
        if (row.getBytes(3).length != payload.length) {
          throw new IllegalStateException("a payload came back with another length");
        }
      }
    }
    if (found == 0) {
      return Range.NONE;
    }
    update("claim_open", token, first, last, LANE, found, now + LEASE_MILLIS, "bare");
    update("claim_take", token, now, "bare", first, last, LANE, lastDue, last);
    count(-found, found, 0);
    return new Range(first, last);
  }

  private void count(int waiting, int running, int completed) throws SQLException {
    update("queue_count", "default", waiting, running, completed, 0, 0);
  }

  private int update(String statement, @Nullable Object... values) throws SQLException {
    PreparedStatement prepared = db.prepare(statement);
    bind(prepared, values);
    return prepared.executeUpdate();
  }

  /** Returns the number of the next parameter. */
  private static int bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    int parameter = 1;
    for (Object value : values) {
      statement.setObject(parameter++, value);
    }
    return parameter;
  }

  @Override
  public void close() {
    try {
      db.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the bare loop's connection does not close", e);
    }
  }
}
