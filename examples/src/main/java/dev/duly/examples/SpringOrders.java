package dev.duly.examples;

import dev.duly.Attempt;
import dev.duly.Duly;
import dev.duly.Handler;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The same as {@link Orders} with Spring's transactions: its connection is the one to hand on. */
public final class SpringOrders implements Handler<Orders.Ship> {
  private final TransactionTemplate transactions;
  private final JdbcTemplate jdbc;

  /** The database is the one that keeps the jobs. */
  public SpringOrders(DataSource database) {
    this.transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
    this.jdbc = new JdbcTemplate(database);
  }

  /** Stores an order and what has to be done about it. */
  public void place(Duly jobs, int order, boolean failing) {
    transactions.executeWithoutResult(
        status -> {
          jdbc.update("insert into orders (number, shipped) values (?, 0)", order);
          jdbc.execute(
              (ConnectionCallback<?>) tx -> jobs.within(tx).enqueue(new Orders.Ship(order)));
          if (failing) {
            throw new IllegalStateException("the customer's card was refused");
          }
        });
  }

  @Override
  public void handle(Orders.Ship job, Attempt attempt) {
    transactions.executeWithoutResult(
        status -> {
          jdbc.update("update orders set shipped = shipped + 1 where number = ?", job.order());
          jdbc.execute(
              (ConnectionCallback<Boolean>)
                  tx -> {
                    attempt.completeWithin(tx);
                    return true;
                  });
        });
  }
}
