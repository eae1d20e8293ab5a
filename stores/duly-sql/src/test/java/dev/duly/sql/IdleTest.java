package dev.duly.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Demand;
import dev.duly.backend.EncodedJob;
import dev.duly.backend.Seat;
import dev.duly.backend.Session;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.sql.postgres.PostgresBackend;
import dev.duly.tck.engine.PrivatePostgres;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker that has nothing to do does nothing, though a lease has ended where it may not claim: in
 * a queue that nobody serves any more, or in one of its own that is paused.
 */
class IdleTest {
  private static final Duration LEASE = Duration.ofMillis(100);
  private static final Duration WATCHED = Duration.ofMillis(2_500);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void on_sqlite(boolean paused) {
    try (Backend backend = SqliteBackend.file(folder.resolve("jobs.db"))) {
      Session idle = leaveALease(backend, paused);
      idle(idle, WATCHED.dividedBy(2)); // what it costs to start is not meant
      long before = cpuNanos();

      idle(idle, WATCHED);

      double share = (double) (cpuNanos() - before) / WATCHED.toNanos();
      assertThat(share).isLessThan(0.04);
    }
  }

  @Test
  void on_postgresql() throws SQLException {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off");
        Backend backend = PostgresBackend.url(server.url())) {
      for (boolean paused : new boolean[] {true, false}) {
        Session idle = leaveALease(backend, paused);
        long before = transactions(server);

        idle(idle, WATCHED);

        assertThat(transactions(server) - before).isLessThan(100);
      }
    }
  }

  /** A session that serves no queue in which it may claim what lost its lease. */
  private static Session leaveALease(Backend backend, boolean paused) {
    String old = paused ? "paused" : "old";
    backend.enqueue(List.of(new EncodedJob(new JobId("j-" + old), "t", old, Payload.json("1"))));
    Session died = backend.open(new Seat("died", LEASE), () -> {});
    assertThat(died.claim(List.of(new Demand(old, 1)), Duration.ZERO).claims()).hasSize(1);
    if (paused) {
      backend.rooms().operator().orElseThrow().pause(old, "test");
    }
    return backend.open(new Seat("idle", LEASE), () -> {});
  }

  private static void idle(Session session, Duration time) {
    List<Demand> demands = List.of(new Demand("paused", 4), new Demand("new", 4));
    long deadline = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      assertThat(session.claim(demands, Duration.ofNanos(left)).claims()).isEmpty();
    }
  }

  private static long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getAllThreadIds())
        .map(threads::getThreadCpuTime)
        .filter(nanos -> nanos > 0)
        .sum();
  }

  private static long transactions(PrivatePostgres server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select xact_commit from pg_stat_database where datname = current_database()")) {
      row.next();
      return row.getLong(1);
    }
  }
}
