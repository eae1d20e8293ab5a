package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.Duly;
import dev.duly.jackson.JacksonCodec;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class OrdersTest {
  @TempDir Path folder;
  private final SQLiteDataSource database = new SQLiteDataSource();
  private Duly jobs;
  private Orders orders;

  @BeforeEach
  void open() throws SQLException {
    Path file = folder.resolve("shop.db");
    jobs = Duly.on(SqliteBackend.file(file), JacksonCodec.standard());
    database.setUrl("jdbc:sqlite:" + file);
    try (Connection db = database.getConnection();
        Statement create = db.createStatement()) {
      create.execute("create table orders (number integer primary key, shipped integer)");
    }
    orders = new Orders(database);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void an_order_and_its_job_are_stored_together_and_shipped_once() throws Exception {
    orders.place(jobs, 1, false);
    jobs.worker()
        .queue("default", 2)
        .handle(Orders.Ship.class, orders)
        .start()
        .awaitIdle(Duration.ofSeconds(10));

    assertThat(number("select shipped from orders where number = 1")).isEqualTo(1);
    assertThat(number("select count(*) from job where state = 'completed'")).isEqualTo(1);
  }

  @Test
  void a_refused_card_leaves_neither() throws Exception {
    assertThatThrownBy(() -> orders.place(jobs, 2, true)).hasMessageContaining("refused");

    assertThat(number("select count(*) from orders")).isZero();
    assertThat(number("select count(*) from job")).isZero();
  }

  private int number(String sql) throws SQLException {
    try (Connection db = database.getConnection();
        Statement select = db.createStatement();
        ResultSet row = select.executeQuery(sql)) {
      return row.getInt(1);
    }
  }
}
