package dev.duly.postgres.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.server.PrivatePostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rules E5 and S5 under kill -9: a process that stores a row with its job, and changes a row with
 * its job's end, is killed between, again and again. A row and its job exist together or not at
 * all, and each effect has happened once; not at all if the job became a dead letter.
 */
@Tag("faults")
class ShopKilledTest {
  private static final int KILLS = Integer.getInteger("shop.kills", 10);
  private static final long SEED = Long.getLong("kill9.seed", System.nanoTime());

  /** Rule X4: three workers in a row were killed with the job, so it is a dead letter. */
  private static final String POISONOUS =
      "exists (select from duly.job b where b.id = j.id and b.reason = 'poison' and b.lost >= 3)";

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void a_row_and_its_job_live_and_die_together() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start()) {
      execute(server, "create table orders (number text primary key, shipped int not null)");
      for (int kill = 0; kill < KILLS; kill++) {
        long before = number(server, "select count(*) from orders");
        Process shop = start(server);
        awaitOrders(server, before + 4);
        LockSupport.parkNanos(random.nextLong(500_000_000));
        shop.destroyForcibly();
        assertThat(shop.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      Process last = start(server, "drain");
      assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(last.exitValue()).isZero();

      long orders = number(server, "select count(*) from orders");
      System.out.printf(
          "shop killed: %d times, %d orders, %d repeated, %d dead letters, seed %d%n",
          KILLS,
          orders,
          number(server, "select coalesce(sum(lost), 0) from duly.job"),
          number(server, "select count(*) from duly.jobs j where " + POISONOUS),
          SEED);
      assertThat(orders).isGreaterThan(3L * KILLS);
      assertThat(
              number(
                  server,
                  "select count(*) from orders o full join duly.jobs j on j.id = o.number"
                      + " where o.number is null or j.id is null"))
          .as("rows without jobs, and jobs without rows, seed " + SEED)
          .isZero();
      assertThat(
              number(
                  server,
                  "select count(*) from orders o join duly.jobs j on j.id = o.number"
                      + " where (o.shipped <> 1 or j.state <> 'completed')"
                      + " and not (o.shipped = 0 and j.state = 'dead' and "
                      + POISONOUS
                      + ")"))
          .as("effects that did not happen once, seed " + SEED)
          .isZero();
    }
  }

  /** A slow machine has orders to kill, too; without any in 60 s the count below fails. */
  private static void awaitOrders(PrivatePostgres server, long wanted) throws SQLException {
    long end = System.nanoTime() + 60_000_000_000L;
    while (number(server, "select count(*) from orders") < wanted && System.nanoTime() < end) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static Process start(PrivatePostgres server, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CrashShop.class.getName(), server.url(), server.jdbcUrl()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(said.readLine()).isEqualTo("ready");
    return process;
  }

  private static void execute(PrivatePostgres server, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(PrivatePostgres server, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
