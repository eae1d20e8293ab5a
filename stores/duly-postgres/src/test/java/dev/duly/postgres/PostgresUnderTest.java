package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.duly.backend.Backend;
import dev.duly.lab.mutant.SqlMutant;
import dev.duly.lab.server.PrivatePostgres;
import dev.duly.memory.ManualClock;
import dev.duly.tck.bench.BackendUnderTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** An emptied database on a server that all benches of this process share. */
@Tag("server")
final class PostgresUnderTest implements BackendUnderTest {
  // The others say what the database is, not what is in it.
  private static final String TABLES_OF_JOBS =
      "select tablename from pg_tables where schemaname = 'duly'"
          + " and tablename not in ('migration', 'retention')";
  private static final int TRUNCATED_EVERY = 100; // deleting little is quicker

  // Nothing here is to survive a power cut.
  private static final PrivatePostgres SERVER =
      PrivatePostgres.start("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  private static final AtomicInteger DATABASES = new AtomicInteger();

  // A database for each thread, so that kits can run side by side.
  private static final ThreadLocal<HikariDataSource> POOL =
      ThreadLocal.withInitial(PostgresUnderTest::database);

  private static final AtomicInteger OPENED = new AtomicInteger();

  private final HikariDataSource pool = POOL.get();

  private final ManualClock clock = new ManualClock();
  private final LossyPool lossy = new LossyPool(pool);
  private final Store store;
  private final PostgresBackend backend;

  PostgresUnderTest() {
    this(null);
  }

  /** With one statement changed. */
  PostgresUnderTest(@Nullable SqlMutant mutant) {
    store =
        new Store(
            lossy.source()::getConnection, "the kit", new MutantStatements(mutant), clock::millis);
    backend = new PostgresBackend(store, Optional.empty(), () -> {});
    empty();
  }

  /** Functions that live in the database, as one of the steps makes them. */
  static void replace(String functions) {
    new PostgresUnderTest().close(); // it has brought the schema
    execute(functions.replace("create function", "create or replace function"));
  }

  private static HikariDataSource database() {
    String name = "kit_" + DATABASES.incrementAndGet();
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
      System.out.println("PostgreSQL " + connection.getMetaData().getDatabaseProductVersion());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return pool(SERVER.jdbcUrl().replace("/postgres?", "/" + name + "?"));
  }

  private static void empty() {
    StringBuilder text = new StringBuilder("drop table if exists mine;");
    int opened = OPENED.incrementAndGet();
    for (String table : rows(TABLES_OF_JOBS)) {
      text.append(opened % TRUNCATED_EVERY == 0 ? "truncate duly." : "delete from duly.")
          .append(table)
          .append(';');
    }
    text.append(
        "update duly.retention set completed = 604800000, cancelled = 604800000"); // as if new
    execute(text.toString());
  }

  @Override
  public void prune() {
    try (Maintenance maintenance = new Maintenance(store)) {
      maintenance.prune();
    }
  }

  static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(8);
    // Planning would take longer than all these small statements.
    config.addDataSourceProperty("prepareThreshold", "1");
    config.addDataSourceProperty("options", "-c plan_cache_mode=force_generic_plan -c jit=off");
    return new HikariDataSource(config);
  }

  private static void execute(String sql) {
    try (Connection connection = POOL.get().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public void advance(Duration by) {
    clock.advance(by);
  }

  @Override
  public void loseNextAnswer() {
    lossy.loseNextAnswer();
  }

  @Override
  public void failNextClaim() {
    lossy.failNextClaim();
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = pool.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** Every job stands in exactly one place, and the tally says how many stand where. */
  @Override
  public void checkStore() {
    assertThat(
            rows(
                """
                select j.id || ' stands in ' || places from duly.job j, lateral (
                  select
                    (select count(*) from duly.ready r where r.first >> 6 = j.seq >> 6 and r.jobs & duly.bit(j.seq) <> 0)
                    + (select count(*) from duly.claim c where c.block = j.seq >> 6 and c.open & duly.bit(j.seq) <> 0)
                    + (select count(*) from duly.done d where d.block = j.seq >> 6 and d.jobs & duly.bit(j.seq) <> 0)
                    + case when j.state is null then 0 else 1 end as places) p
                where places <> 1
                """))
        .as("jobs that do not stand in one place")
        .isEmpty();
    assertThat(
            rows(
                """
                select job || ' has notes' from (select job from duly.note union select job from duly.progress) n
                where job not in (select seq from duly.job)
                """))
        .as("notes without a job")
        .isEmpty();
    assertThat(
            rows(
                """
                select coalesce(a.queue, b.queue) || ' ' || coalesce(a.state, b.state) || ' is ' || coalesce(a.jobs, 0) || ', says '
                  || coalesce(b.jobs, 0)
                from (select queue, state, count(*) as jobs from duly.record group by queue, state) a
                full join (
                  select queue, state, sum(jobs) as jobs
                  from duly.tally join duly.lane using (lane),
                    lateral (values ('waiting', waiting), ('running', tally.running), ('completed', completed),
                      ('cancelled', cancelled), ('dead', dead)) as s (state, jobs)
                  group by queue, state
                ) b using (queue, state)
                where coalesce(a.jobs, 0) <> coalesce(b.jobs, 0)
                """))
        .as("tallies that are wrong")
        .isEmpty();
  }

  private static List<String> rows(String query) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = POOL.get().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    backend.close();
  }
}
