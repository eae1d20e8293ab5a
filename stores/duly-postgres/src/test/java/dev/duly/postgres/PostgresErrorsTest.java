package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.duly.backend.BackendException;
import dev.duly.backend.Capabilities;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.crash.EndedConnections;
import dev.duly.lab.server.PrivatePostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever can be wrong with a database is told with what to do about it. */
@Tag("faults")
class PostgresErrorsTest {
  @SuppressWarnings("NullAway.Init")
  private static PrivatePostgres server;

  @BeforeAll
  static void start() throws SQLException {
    server = PrivatePostgres.start("fsync=off", "max_connections=20");
    PostgresBackend.url(server.url()).close();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void assertTold(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(BackendException.class).hasMessageContainingAll(parts);
  }

  private static String as(String user, String database) {
    return "postgresql://" + user + "@127.0.0.1:" + server.port() + "/" + database;
  }

  @Test
  void a_database_that_is_not_there() {
    assertTold(
        () -> PostgresBackend.url(as("postgres", "nowhere")),
        "nowhere\" does not exist",
        "createdb");
  }

  @Test
  void a_wrong_password_which_is_not_shown() throws Exception {
    try (PrivatePostgres strict = PrivatePostgres.start("fsync=off")) {
      strict.requirePasswords("postgres", "right");
      String url = "postgresql://postgres:wr%40ng@127.0.0.1:" + strict.port() + "/postgres";
      assertThatThrownBy(() -> PostgresBackend.url(url))
          .isInstanceOf(BackendException.class)
          .hasMessageContainingAll("password authentication failed", "PGPASSWORD")
          .hasMessageNotContaining("wr%40ng")
          .hasMessageNotContaining("wr@ng");
      PostgresBackend.url(url.replace("wr%40ng", "right")).close();
    }
  }

  @Test
  void no_rights() throws SQLException {
    execute("create role guest login");
    assertTold(
        () -> PostgresBackend.url(as("guest", "postgres")).close(),
        "permission denied",
        "duly schema migrate",
        "grant");
  }

  @Test
  void no_server_at_all() {
    assertTold(
        () -> PostgresBackend.url("postgresql://postgres@127.0.0.1:1/postgres"),
        "127.0.0.1:1",
        "Is the server running");
  }

  @Test
  void a_limit_of_connections_that_is_reached() throws SQLException {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        all.add(DriverManager.getConnection(server.jdbcUrl()));
      }
    } catch (SQLException e) {
      // now they are used up
    }
    try {
      assertTold(() -> PostgresBackend.url(server.url()), "max_connections", "PgBouncer");
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
  }

  @Test
  void a_pool_that_is_used_up_is_not_a_server_that_is_away() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.jdbcUrl());
    config.setMaximumPoolSize(2);
    config.setConnectionTimeout(250);
    try (HikariDataSource pool = new HikariDataSource(config);
        PostgresBackend backend = PostgresBackend.on(pool);
        Connection one = pool.getConnection();
        Connection other = pool.getConnection()) {
      assertThat(one).isNotSameAs(other);
      assertThatThrownBy(() -> backend.rooms().inspector().orElseThrow().queues())
          .hasMessageContaining("Every connection of the pool is in use")
          .hasMessageNotContaining("Is the server running");
    }
  }

  @Test
  void a_backend_that_is_closed() {
    PostgresBackend backend = PostgresBackend.url(server.url());
    backend.close();

    assertTold(() -> backend.rooms().inspector().orElseThrow().queues(), "this backend is closed");
  }

  @Test
  void an_error_in_a_function_of_ours_is_told_without_its_line() {
    SQLException error =
        new SQLException(
            "ERROR: out of shape\n  Where: PL/pgSQL function claim_1 line 21", "XX000");

    assertThat(PostgresErrors.of("claim", "postgresql://h/d", error))
        .hasMessage("postgres: claim on postgresql://h/d failed: out of shape.");
    assertThat(
            PostgresErrors.of("claim", "postgresql://h/d", new SQLException("refused.", "08001")))
        .hasMessageStartingWith(
            "postgres: claim on postgresql://h/d failed: refused. Is the server");
  }

  @Test
  void a_server_that_is_stopped_over_a_bulk_stores_all_or_nothing() throws Exception {
    try (PrivatePostgres own = PrivatePostgres.start("fsync=off");
        PostgresBackend backend = PostgresBackend.url(own.url())) {
      List<EncodedJob> bulk =
          IntStream.range(0, 10_000)
              .mapToObj(i -> new EncodedJob(new JobId("j" + i), "t", "q", Payload.json("" + i)))
              .toList();
      Thread stopper = new Thread(() -> stop(own));
      stopper.start();
      List<Enqueued> answers = List.of();
      try {
        while (stopper.isAlive()) {
          answers = backend.enqueue(bulk);
        }
      } catch (BackendException e) {
        assertThat(e).hasMessageContaining("sending the same again is safe");
      }
      stopper.join();
      own.restart();
      long stored =
          backend.rooms().inspector().orElseThrow().queues().stream()
              .mapToLong(q -> q.waiting())
              .sum();
      assertThat(stored).isIn(0L, 10_000L);
      if (!answers.isEmpty()) {
        assertThat(stored).isEqualTo(10_000);
      }
      assertThat(backend.enqueue(bulk)).hasSize(10_000);
      assertThat(backend.rooms().inspector().orElseThrow().queues().get(0).waiting())
          .isEqualTo(10_000);
    }
  }

  @Test
  void reads_on_connections_that_were_ended_are_asked_again() throws Exception {
    try (PostgresBackend backend = PostgresBackend.url(server.url())) {
      EndedConnections.play(
          backend,
          () ->
              execute(
                  "select pg_terminate_backend(pid, 5000) from pg_stat_activity where"
                      + " application_name = 'duly'"));
    }
  }

  private static void stop(PrivatePostgres server) {
    try {
      server.stopImmediately();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_url_of_another_form_is_told_without_its_password() {
    assertThatThrownBy(() -> PostgresUrl.parse("postgresql://a:se/cret@b@c/d", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%40")
        .hasMessageNotContaining("se/cret");
  }

  @Test
  void a_url_may_leave_out_what_is_known() {
    PostgresUrl full = PostgresUrl.parse("postgresql://me:p%2Fw@h:1/db?sslmode=require", Map.of());
    assertThat(full.jdbcUrl()).isEqualTo("jdbc:postgresql://h:1/db?sslmode=require");
    assertThat(full.password()).contains("p/w");
    assertThat(full.toString()).isEqualTo("postgresql://me@h:1/db");
    PostgresUrl short_ = PostgresUrl.parse("postgres://me@h", Map.of("PGPASSWORD", "secret"));
    assertThat(short_.database()).isEqualTo("me");
    assertThat(short_.password()).contains("secret");
    assertThat(short_.toString()).doesNotContain("secret");
    assertThat(PostgresUrl.parse("postgresql://a@h1:1,h2:2/d", Map.of()).jdbcUrl())
        .isEqualTo("jdbc:postgresql://h1:1,h2:2/d");
  }

  @Test
  void text_that_the_engine_has_no_room_for_is_kept_as_far_as_it_goes() {
    assertThat(PostgresBackend.CAPABILITIES.payloadBytesMax())
        .isEqualTo(Capabilities.PAYLOAD_BYTES_MAX_DEFAULT);
    try (PostgresBackend backend = PostgresBackend.url(server.url())) {
      EncodedJob job = new EncodedJob(new JobId("nul"), "t", "nul", Payload.json("\"\0\""));
      backend.enqueue(List.of(job));
      assertThat(
              backend
                  .rooms()
                  .inspector()
                  .orElseThrow()
                  .find(job.ref())
                  .orElseThrow()
                  .job()
                  .payload())
          .isEqualTo(job.payload());
    }
  }
}
