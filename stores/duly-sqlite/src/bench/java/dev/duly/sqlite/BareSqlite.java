package dev.duly.sqlite;

import dev.duly.bench.Contender;
import dev.duly.bench.GroupCommit;
import dev.duly.bench.Threads;
import dev.duly.bench.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * SQLite without us: one connection, one thread, prepared statements, a commit with an fsync for
 * each bulk or turn.
 */
public final class BareSqlite implements Contender {
  private static final int ROWS = 50;
  private static final String ID_BEFORE = "job_0000000000000000"; // as long as ours

  private final Connection db;
  private final Workload workload;
  private final byte[] payload = Workload.PAYLOAD.bytes();
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private long token = 1;
  private int ids = 1_000_000_000;

  /** On a file that has our schema already, and no job. */
  public BareSqlite(Path file, Workload workload) throws SQLException {
    SqliteBackend.file(file).close();
    this.db = DriverManager.getConnection("jdbc:sqlite:" + file);
    this.workload = workload;
    execute("pragma synchronous = full");
    execute("pragma wal_autocheckpoint = 4000");
    execute("insert into lane (queue, priority) values ('default', 'normal')");
  }

  @Override
  public void enqueue(int jobs) throws SQLException, IOException {
    for (int done = 0; done < jobs; done += workload.bulk()) {
      insert(workload.bulk());
    }
  }

  /** In a commit of its own. */
  private void insert(int jobs) throws SQLException, IOException {
    execute("begin immediate");
    int rows = 0;
    for (; rows + ROWS <= jobs; rows += ROWS) {
      insert(statement("enqueue_alike", ROWS), ROWS);
    }
    for (; rows < jobs; rows++) {
      insert(statement("enqueue_alike", 1), 1);
    }
    count(jobs, 0, 0);
    execute("commit");
  }

  private void insert(PreparedStatement insert, int rows) throws SQLException {
    long now = System.currentTimeMillis();
    insert.setString(1, "noop");
    insert.setString(2, "default");
    insert.setString(3, "normal");
    insert.setLong(4, 1);
    insert.setLong(5, now);
    insert.setLong(6, now);
    insert.setInt(7, 5);
    insert.setString(8, "10s 30s 2m 10m ±20%");
    insert.setLong(9, 900_000);
    insert.setString(10, "application/json");
    insert.setInt(11, 1);
    insert.setString(12, null);
    int parameter = 13;
    for (int i = 0; i < rows; i++) {
      insert.setString(parameter++, ID_BEFORE + ids++);
      insert.setBytes(parameter++, payload);
    }
    insert.executeUpdate();
  }

  /** Whoever calls meanwhile shares the next commit. */
  @Override
  public void enqueueSingly(int jobs, int threads) throws Exception {
    try (GroupCommit commits = new GroupCommit(this::insert)) {
      Threads.each(
          threads,
          () -> {
            for (int i = 0; i < jobs / threads; i++) {
              commits.one();
            }
          });
    }
  }

  @Override
  public void sustain(int jobs) throws SQLException, IOException {
    for (int done = 0; done < jobs; done += workload.bulk()) {
      insert(workload.bulk());
      drain(workload.bulk());
    }
  }

  @Override
  public void drain(int jobs) throws SQLException, IOException {
    long lo = 0;
    long hi = 0;
    for (int done = 0; done < jobs; ) {
      execute("begin immediate");
      done += hi == 0 ? 0 : complete(lo, hi);
      long[] run = claim(workload.slots());
      lo = run[0];
      hi = run[1];
      execute("commit");
    }
  }

  private int complete(long lo, long hi) throws SQLException, IOException {
    PreparedStatement complete = statement("settle_complete");
    complete.setLong(1, System.currentTimeMillis());
    complete.setLong(2, lo);
    complete.setLong(3, hi);
    complete.setLong(4, token);
    int completed = complete.executeUpdate();
    PreparedStatement close = statement("claim_close");
    close.setInt(1, completed);
    close.setLong(2, token);
    close.executeUpdate();
    PreparedStatement end = statement("claim_end");
    end.setLong(1, token++);
    end.executeUpdate();
    count(0, -completed, completed);
    report(completed);
    return completed;
  }

  /** The row of a session's report: a new one every ten seconds, else the same again. */
  private void report(int completed) throws SQLException, IOException {
    long now = System.currentTimeMillis();
    PreparedStatement put = statement("report_put");
    put.setString(1, "bare");
    put.setLong(2, now / 10_000);
    put.setString(3, "default");
    put.setString(4, "noop");
    put.setLong(5, now);
    put.setInt(6, 0);
    put.setLong(7, now % 10_000);
    put.setLong(8, completed);
    put.setLong(9, 0);
    put.setLong(10, 0);
    put.setLong(11, 0);
    put.setString(12, Workload.HISTOGRAM);
    put.setString(13, Workload.HISTOGRAM);
    put.executeUpdate();
  }

  /** The first and the last row of what it took; zero if there was nothing. */
  private long[] claim(int turn) throws SQLException, IOException {
    long now = System.currentTimeMillis();
    PreparedStatement due = statement("claim_due");
    due.setLong(1, 1);
    due.setLong(2, now);
    due.setInt(3, turn);
    due.setString(4, "noop");
    due.setString(5, "application/json");
    due.setInt(6, 1);
    due.setInt(7, 5);
    due.setString(8, "10s 30s 2m 10m ±20%");
    due.setLong(9, 900_000);
    long lo = 0;
    long hi = 0;
    int found = 0;
    long lastDue = 0;
    long read = 0;
    try (ResultSet row = due.executeQuery()) {
      while (row.next()) {
        hi = row.getLong(1);
        lo = lo == 0 ? hi : lo;
        lastDue = row.getLong(5);
        read += row.getBytes(3).length;
        found++;
      }
    }
    if (found == 0) {
      return new long[] {0, 0};
    }
    if (read != (long) found * payload.length) {
      throw new IllegalStateException("read " + read + " bytes of " + found + " jobs");
    }
    open(lo, hi, found, now);
    PreparedStatement take = statement("claim_take");
    take.setLong(1, token);
    take.setLong(2, now);
    take.setString(3, "bare");
    take.setLong(4, lo);
    take.setLong(5, hi);
    take.setLong(6, 1);
    take.setLong(7, lastDue);
    take.setLong(8, hi);
    take.executeUpdate();
    count(-found, found, 0);
    return new long[] {lo, hi};
  }

  private void open(long lo, long hi, int jobs, long now) throws SQLException, IOException {
    PreparedStatement open = statement("claim_open");
    open.setLong(1, token);
    open.setLong(2, lo);
    open.setLong(3, hi);
    open.setLong(4, 1);
    open.setInt(5, jobs);
    open.setLong(6, now + 30_000);
    open.setString(7, "bare");
    open.executeUpdate();
  }

  private void count(int waiting, int running, int completed) throws SQLException, IOException {
    PreparedStatement count = statement("queue_count");
    count.setString(1, "default");
    count.setInt(2, waiting);
    count.setInt(3, running);
    count.setInt(4, completed);
    count.setInt(5, 0);
    count.setInt(6, 0);
    count.executeUpdate();
  }

  /** The very statements of the backend. */
  private PreparedStatement statement(String name) throws SQLException, IOException {
    return statement(name, 1);
  }

  /** With so many rows of values. */
  private PreparedStatement statement(String name, int rows) throws SQLException, IOException {
    PreparedStatement known = prepared.get(name + rows);
    if (known != null) {
      return known;
    }
    try (InputStream in = SqliteBackend.class.getResourceAsStream(name + ".sql")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      String values = rows == 1 ? "" : text.substring(text.lastIndexOf('('));
      PreparedStatement made = db.prepareStatement(text + ("," + values).repeat(rows - 1));
      prepared.put(name + rows, made);
      return made;
    }
  }

  private void execute(String text) throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = db.prepareStatement(text);
      prepared.put(text, statement);
    }
    statement.execute();
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
