package dev.duly.examples;

import dev.duly.Duly;
import dev.duly.Worker;
import dev.duly.backend.room.Retention;
import dev.duly.jackson.JacksonCodec;
import dev.duly.postgres.PostgresBackend;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Jobs in PostgreSQL: only where they are kept is another line. */
public final class OnPostgres {
  private OnPostgres() {}

  /** Places an order and ships it; the orders are in the same database. */
  public static boolean placeAndShip(String url, DataSource database, int order)
      throws SQLException, InterruptedException {
    Orders orders = new Orders(database);
    try (Duly jobs = Duly.on(PostgresBackend.url(url), JacksonCodec.standard())) {
      orders.place(jobs, order, false);
      Worker worker = jobs.worker().queue("default", 2).handle(Orders.Ship.class, orders).start();
      return worker.awaitIdle(Duration.ofSeconds(10));
    }
  }

  /** How many jobs of the month there are: those that ended earlier are deleted. */
  public static long countOfTheMonth(String url) {
    try (Duly jobs =
        Duly.on(
            PostgresBackend.url(url, Retention.of(Duration.ofDays(30))), JacksonCodec.standard())) {
      return jobs.jobs().count("").jobs();
    }
  }
}
