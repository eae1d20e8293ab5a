package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.Duly;
import dev.duly.jackson.JacksonCodec;
import dev.duly.lab.server.PrivatePostgres;
import dev.duly.postgres.PostgresBackend;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

@Tag("server")
class PostgresOrdersTest {
  private static PrivatePostgres server;
  private final PGSimpleDataSource database = new PGSimpleDataSource();
  private final JdbcTemplate jdbc = new JdbcTemplate(database);

  @BeforeAll
  static void start() {
    server = PrivatePostgres.start("fsync=off");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void createTable() {
    database.setUrl(server.jdbcUrl());
    jdbc.execute("drop schema if exists duly cascade");
    jdbc.execute("drop table if exists orders");
    jdbc.execute("create table orders (number integer primary key, shipped integer)");
  }

  private int number(String sql) {
    return jdbc.queryForList(sql, Integer.class).get(0);
  }

  @Test
  void with_plain_jdbc_an_order_is_placed_and_shipped_once() throws Exception {
    assertThat(OnPostgres.placeAndShip(server.url(), database, 1)).isTrue();
    assertThat(OnPostgres.countOfTheMonth(server.url())).isEqualTo(1);

    assertThat(number("select shipped from orders where number = 1")).isEqualTo(1);
    assertThat(number("select count(*) from duly.jobs where state = 'completed'")).isEqualTo(1);
  }

  @Test
  void with_spring_an_order_is_placed_and_shipped_once() throws Exception {
    SpringOrders orders = new SpringOrders(database);
    try (Duly jobs = Duly.on(PostgresBackend.on(database), JacksonCodec.standard())) {
      orders.place(jobs, 1, false);
      jobs.worker()
          .queue("default", 2)
          .handle(Orders.Ship.class, orders)
          .start()
          .awaitIdle(Duration.ofSeconds(10));
    }

    assertThat(number("select shipped from orders where number = 1")).isEqualTo(1);
    assertThat(number("select count(*) from duly.jobs where state = 'completed'")).isEqualTo(1);
  }

  @Test
  void with_spring_a_refused_card_leaves_neither() {
    SpringOrders orders = new SpringOrders(database);
    try (Duly jobs = Duly.on(PostgresBackend.on(database), JacksonCodec.standard())) {
      assertThatThrownBy(() -> orders.place(jobs, 2, true)).hasMessageContaining("refused");
    }

    assertThat(number("select count(*) from orders")).isZero();
    assertThat(number("select count(*) from duly.jobs")).isZero();
  }
}
