package dev.duly.postgres;

import dev.duly.bench.ConcurrentCallers;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
    ConcurrentCallers.each(
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
    NamedSql sql = statements.together(List.of("settle_complete", "claim", "held", "report_put"));
    try (PreparedStatement turn = db.prepareStatement(sql.text())) {
      List<long[]> held = List.of();
      for (int done = 0; done < jobs; ) {
        int completed = completedBy(held);
        done += completed;
        Values values = new Values(turn, sql.names());
        bind(values, held);
        bindReport(values, completed);
        turn.execute();
        held = claims(turn);
      }
    }
  }

  private static int completedBy(List<long[]> held) {
    return held.stream().mapToInt(claim -> Long.bitCount(claim[1])).sum();
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

  /**
   * Completes what it holds and claims the next.
   *
   * @param held of each claim its token and the mask of its jobs
   */
  private void bind(Values values, List<long[]> held) throws SQLException {
    long first = token;
    token += ClaimRequest.JOBS_MAX;
    values
        .longs("completed_tokens", held.stream().mapToLong(claim -> claim[0]).toArray())
        .longs("completed_jobs", held.stream().mapToLong(claim -> claim[1]).toArray())
        .number("now", null)
        .text("worker", "bare")
        .number("lease", 30_000L)
        .number("first_token", first)
        .number("last_token", token - 1)
        .integers("demands", List.of(1))
        .texts("queues", List.of("default"))
        .texts("levels", List.of("normal"))
        .longs("since", new long[] {0})
        .integers("most", List.of(workload.slots()))
        .bool("everywhere", true);
  }

  /** The row of a session's report: a new one every ten seconds, else the same again. */
  private static void bindReport(Values values, long completed) throws SQLException {
    long now = System.currentTimeMillis();
    long[] none = {0};
    values
        .text("report_worker", "bare")
        .number("report_number", now / 10_000)
        .integer("report_slots", 0)
        .number("report_covers", now % 10_000)
        .texts("report_queues", List.of("default"))
        .texts("report_types", List.of("noop"))
        .longs("report_completed", new long[] {completed})
        .longs("report_retried", none)
        .longs("report_dead", none)
        .longs("report_busy", none)
        .texts("report_waited", List.of(Workload.HISTOGRAM))
        .texts("report_ran", List.of(Workload.HISTOGRAM))
        .longs("report_lost", none)
        .longs("report_released", none)
        .longs("report_cancelled", none)
        .text("report_profile", null)
        .text("report_turns", null);
  }

  private static List<long[]> claims(PreparedStatement turn) throws SQLException {
    turn.getMoreResults(); // past what was completed
    turn.getMoreResults(); // past how long the claim took
    List<long[]> claims = new ArrayList<>();
    try (ResultSet row = turn.getResultSet()) {
      while (row.next()) {
        add(claims, row.getLong(1), 1L << row.getLong(5));
        if (row.getBytes(10).length != Workload.PAYLOAD.size()) {
          throw new IllegalStateException("a payload came back with another length");
        }
      }
    }
    return claims;
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
