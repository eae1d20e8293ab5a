package dev.duly.postgres;

import dev.duly.bench.Contender;
import dev.duly.bench.Threads;
import dev.duly.bench.Workload;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bare loop on PostgreSQL. Enqueueing is a plain insert of the jobs' rows, by unnest and
 * singly, and nothing that makes them claimable; draining is the backend's own statements in a loop
 * on one connection, with a commit for each turn. Storing jobs singly is thread-safe, the rest is
 * not.
 */
public final class BarePostgres implements Contender {
  private static final String ID_BEFORE = "job_0000000000000000"; // as long as a real one
  private static final String COLUMNS =
      "insert into duly.job (seq, id, type, queue, priority, payload, content_type, payload_version,"
          + " max_attempts, retry, timeout, created_at, scheduled_at) ";
  private static final String BULK =
      COLUMNS
          + "select seq, id, 'noop', 'default', 'normal', payload, 'application/json', 1, 5,"
          + " '10s 30s 2m 10m ±20%', 900000, ?, ?"
          + " from unnest(?::bigint[], ?::text[], ?::bytea[]) as j (seq, id, payload)";
  private static final String SINGLE =
      COLUMNS
          + "values (?, ?, 'noop', 'default', 'normal', ?, 'application/json', 1, 5,"
          + " '10s 30s 2m 10m ±20%', 900000, ?, ?)";

  private final PostgresUrl store;
  private final Statements statements = new Statements();
  private final Connection db;
  private final Workload workload;
  private final AtomicInteger ids = new AtomicInteger(1_000_000_000);
  private long notReady; // the first of those that cannot be claimed yet
  private long token = 1;

  /**
   * On an empty database, which gets the schema first.
   *
   * @param store {@code postgresql://user:password@host:port/database}
   */
  public BarePostgres(String store, Workload workload) throws SQLException {
    PostgresBackend.url(store).close();
    this.store = PostgresUrl.parse(store, Map.of());
    this.workload = workload;
    this.db = connect();
    try (Statement statement = db.createStatement()) {
      statement.execute("insert into duly.lane (queue, priority) values ('default', 'normal')");
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(store.jdbcUrl(), store.login());
  }

  @Override
  public void enqueue(int jobs) throws SQLException {
    try (PreparedStatement insert = db.prepareStatement(BULK)) {
      for (int done = 0; done < jobs; done += workload.bulk()) {
        insert(insert, workload.bulk());
      }
    }
  }

  private void insert(PreparedStatement insert, int jobs) throws SQLException {
    long now = System.currentTimeMillis();
    Long[] seqs = new Long[jobs];
    String[] texts = new String[jobs];
    byte[][] payloads = new byte[jobs][];
    for (int i = 0; i < jobs; i++) {
      int id = ids.getAndIncrement();
      seqs[i] = (long) id;
      texts[i] = ID_BEFORE + id;
      payloads[i] = Workload.PAYLOAD.bytes();
    }
    insert.setLong(1, now);
    insert.setLong(2, now);
    insert.setArray(3, db.createArrayOf("bigint", seqs));
    insert.setArray(4, db.createArrayOf("text", texts));
    insert.setArray(5, db.createArrayOf("bytea", payloads));
    insert.executeUpdate();
  }

  /** A connection for each thread. */
  @Override
  public void enqueueSingly(int jobs, int threads) throws Exception {
    Threads.each(
        threads,
        () -> {
          try (Connection own = connect();
              PreparedStatement insert = own.prepareStatement(SINGLE)) {
            for (int i = 0; i < jobs / threads; i++) {
              int id = ids.getAndIncrement();
              long now = System.currentTimeMillis();
              insert.setLong(1, id);
              insert.setString(2, ID_BEFORE + id);
              insert.setBytes(3, Workload.PAYLOAD.bytes());
              insert.setLong(4, now);
              insert.setLong(5, now);
              insert.executeUpdate();
            }
          }
        });
  }

  /** Bulk by bulk: stored and made claimable in one commit, then drained. */
  @Override
  public void sustain(int jobs) throws Exception {
    try (PreparedStatement insert = db.prepareStatement(BULK)) {
      for (int done = 0; done < jobs; done += workload.bulk()) {
        db.setAutoCommit(false);
        insert(insert, workload.bulk());
        prepareToDrain();
        db.setAutoCommit(true); // commits
        drain(workload.bulk());
      }
    }
  }

  @Override
  public void drain(int jobs) throws Exception {
    String text = statements.together(List.of("settle_complete", "claim", "held", "report_put"));
    try (PreparedStatement turn = db.prepareStatement(text)) {
      List<long[]> held = List.of();
      for (int done = 0; done < jobs; ) {
        for (long[] claim : held) {
          done += Long.bitCount(claim[1]);
        }
        held = turn(turn, held);
      }
    }
  }

  /** Makes what was inserted claimable. */
  @Override
  public void prepareToDrain() throws SQLException {
    try (PreparedStatement ready =
        db.prepareStatement(
            "insert into duly.ready (lane, due, first, jobs)"
                + " select 1, min(scheduled_at), min(seq), bit_or(duly.bit(seq)) from duly.job"
                + " where seq >= ? group by seq >> 6")) {
      ready.setLong(1, notReady);
      ready.executeUpdate();
      notReady = ids.get();
    }
  }

  /** Completes what it holds and claims the next; of each claim its token and its jobs. */
  private List<long[]> turn(PreparedStatement turn, List<long[]> held) throws SQLException {
    long first = token;
    token += 1_024;
    turn.setArray(1, db.createArrayOf("bigint", held.stream().map(c -> (Object) c[0]).toArray()));
    turn.setArray(2, db.createArrayOf("bigint", held.stream().map(c -> (Object) c[1]).toArray()));
    turn.setObject(3, null, java.sql.Types.BIGINT);
    turn.setObject(4, null, java.sql.Types.BIGINT);
    turn.setString(5, "bare");
    turn.setLong(6, 30_000);
    turn.setLong(7, first);
    turn.setArray(8, db.createArrayOf("int", new Object[] {1}));
    turn.setArray(9, db.createArrayOf("text", new Object[] {"default"}));
    turn.setArray(10, db.createArrayOf("text", new Object[] {"normal"}));
    turn.setArray(11, db.createArrayOf("bigint", new Object[] {0L}));
    turn.setArray(12, db.createArrayOf("int", new Object[] {workload.slots()}));
    turn.setBoolean(13, true);
    turn.setLong(14, first);
    turn.setLong(15, first + 1_023);
    bindReport(turn, held.stream().mapToLong(claim -> Long.bitCount(claim[1])).sum());
    turn.execute();
    turn.getMoreResults();
    turn.getMoreResults();
    List<long[]> claims = new ArrayList<>();
    try (ResultSet row = turn.getResultSet()) {
      while (row.next()) {
        add(claims, row.getLong(1), 1L << row.getLong(5));
        if (row.getBytes(10).length != Workload.PAYLOAD.size()) {
          throw new IllegalStateException("a payload came back shorter");
        }
      }
    }
    return claims.isEmpty() ? Collections.emptyList() : claims;
  }

  /** The row of a session's report: a new one every ten seconds, else the same again. */
  private void bindReport(PreparedStatement turn, long completed) throws SQLException {
    long now = System.currentTimeMillis();
    turn.setString(16, "bare");
    turn.setLong(17, now / 10_000);
    turn.setInt(18, 0);
    turn.setLong(19, now % 10_000);
    turn.setObject(20, null, java.sql.Types.BIGINT);
    turn.setArray(21, db.createArrayOf("text", new Object[] {"default"}));
    turn.setArray(22, db.createArrayOf("text", new Object[] {"noop"}));
    turn.setArray(23, db.createArrayOf("bigint", new Object[] {completed}));
    for (int nothing = 24; nothing <= 26; nothing++) {
      turn.setArray(nothing, db.createArrayOf("bigint", new Object[] {0L}));
    }
    turn.setArray(27, db.createArrayOf("text", new Object[] {Workload.HISTOGRAM}));
    turn.setArray(28, db.createArrayOf("text", new Object[] {Workload.HISTOGRAM}));
  }

  private static void add(List<long[]> claims, long token, long bit) {
    if (claims.isEmpty() || claims.get(claims.size() - 1)[0] != token) {
      claims.add(new long[] {token, 0});
    }
    claims.get(claims.size() - 1)[1] |= bit;
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
