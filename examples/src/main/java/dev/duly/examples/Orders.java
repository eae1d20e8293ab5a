package dev.duly.examples;

import dev.duly.Attempt;
import dev.duly.Duly;
import dev.duly.Handler;
import dev.duly.JobName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Transactions: an order and its job exist together or not at all; so do a shipment and its end.
 */
public final class Orders implements Handler<Orders.Ship> {
  private final DataSource database;

  @JobName("order.ship")
  public record Ship(int order) {}

  /** The database is the one that keeps the jobs. */
  public Orders(DataSource database) {
    this.database = database;
  }

  /** Stores an order and what has to be done about it. */
  public void place(Duly jobs, int order, boolean failing) throws SQLException {
    try (Connection tx = database.getConnection()) {
      tx.setAutoCommit(false);
      update(tx, "insert into orders (number, shipped) values (?, 0)", order);
      jobs.within(tx).enqueue(new Ship(order));
      if (failing) {
        throw new IllegalStateException("the customer's card was refused");
      }
      tx.commit();
    }
  }

  @Override
  public void handle(Ship job, Attempt attempt) throws SQLException {
    try (Connection tx = database.getConnection()) {
      tx.setAutoCommit(false);
      update(tx, "update orders set shipped = shipped + 1 where number = ?", job.order());
      attempt.completeWithin(tx);
      tx.commit();
    }
  }

  private static void update(Connection tx, String sql, int order) throws SQLException {
    try (PreparedStatement update = tx.prepareStatement(sql)) {
      update.setInt(1, order);
      update.executeUpdate();
    }
  }
}
