package dev.duly.postgres.crash;

import dev.duly.Attempt;
import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.Payload;
import dev.duly.lab.crash.CrashWorker;
import dev.duly.postgres.PostgresBackend;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that places orders and ships them, each with its job in one transaction, until it is
 * killed: {@code CrashShop URL JDBC-URL [drain]}.
 */
final class CrashShop {
  private static final JobType<Payload, Void> SHIP = JobType.raw("ship");

  private final String database;

  private CrashShop(String database) {
    this.database = database;
  }

  public static void main(String[] args) throws Exception {
    CrashShop shop = new CrashShop(args[1]);
    boolean drain = args.length > 2;
    try (Duly jobs = Duly.on(PostgresBackend.url(args[0]), Codec.RAW)) {
      jobs.worker()
          .lease(CrashWorker.LEASE)
          .queue("default", 4)
          .handle(SHIP, (payload, attempt) -> shop.ship(attempt))
          .start();
      System.out.println("ready");
      while (!drain || !isDrained(jobs)) {
        if (drain) {
          LockSupport.parkNanos(50_000_000);
        } else {
          shop.place(jobs);
        }
      }
    }
  }

  private static boolean isDrained(Duly jobs) {
    return jobs.backend().rooms().inspector().orElseThrow().queues().stream()
        .allMatch(QueueRecord::isDrained);
  }

  private void place(Duly jobs) throws SQLException {
    String order = UUID.randomUUID().toString();
    try (Connection tx = DriverManager.getConnection(database)) {
      tx.setAutoCommit(false);
      update(tx, "insert into orders (number, shipped) values (?, 0)", order);
      pause();
      jobs.within(tx).enqueue(NewJob.of(SHIP, Payload.json("{}")).id(order));
      pause();
      if (ThreadLocalRandom.current().nextInt(10) == 0) {
        tx.rollback();
      } else {
        tx.commit();
      }
    }
  }

  private void ship(Attempt attempt) throws SQLException {
    try (Connection tx = DriverManager.getConnection(database)) {
      tx.setAutoCommit(false);
      update(tx, "update orders set shipped = shipped + 1 where number = ?", attempt.id().value());
      pause();
      attempt.completeWithin(tx);
      pause();
      tx.commit();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(Duration.ofMillis(4).toNanos()));
  }

  private static void update(Connection tx, String sql, String order) throws SQLException {
    try (PreparedStatement update = tx.prepareStatement(sql)) {
      update.setString(1, order);
      update.executeUpdate();
    }
  }
}
