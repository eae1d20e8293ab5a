package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.backend.room.HealthIssue;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivatePostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The schema: how it comes, and what is said of a database that is not as it should be. */
@Tag("server")
class SchemaTest {
  private static final int KNOWN = Migrations.STEPS.size();
  private static final String UP_TO_DATE = "OK schema " + KNOWN + " of " + KNOWN;

  @SuppressWarnings("NullAway.Init")
  private static PrivatePostgres server;

  private static int databases;
  private String database = "";

  @BeforeAll
  static void start() {
    server = PrivatePostgres.start("fsync=off");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void createDatabase() throws SQLException {
    database = "test_" + ++databases;
    execute("postgres", "create database " + database);
  }

  private static void execute(String database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(database));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String jdbcUrl(String database) {
    return server.jdbcUrl().replace("/postgres?", "/" + database + "?");
  }

  private String url() {
    return server.url().replaceFirst("/postgres$", "/" + database);
  }

  private static EncodedJob job() {
    return new EncodedJob(new JobId("a"), "mail", "default", Payload.json("1"));
  }

  @Test
  void what_the_migrations_make_is_what_the_shape_says() throws SQLException {
    PostgresBackend.url(url()).close();
    try (Connection connection = DriverManager.getConnection(jdbcUrl(database));
        Db db = new Db(connection, new Statements(), null)) {
      assertThat(PostgresSchema.parts(db)).isEqualTo(PostgresSchema.partsExpected());
    }
  }

  @Test
  void many_may_begin_at_once() throws Exception {
    int many = 8;
    CountDownLatch together = new CountDownLatch(many);
    ExecutorService pool = Executors.newFixedThreadPool(many);
    List<Future<?>> starts = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      starts.add(
          pool.submit(
              () -> {
                together.countDown();
                together.await();
                PostgresBackend.url(url()).close();
                return true;
              }));
    }
    for (Future<?> start : starts) {
      start.get();
    }
    pool.shutdown();
    assertThat(status()).isEqualTo(UP_TO_DATE);
  }

  private String status() {
    try (PostgresSchema schema = PostgresSchema.of(url())) {
      return schema.status().stream()
          .map(f -> f.level() + " " + f.text())
          .collect(Collectors.joining("; "));
    }
  }

  @Test
  void a_database_without_a_schema_says_so_and_a_migration_makes_it() {
    assertThat(status()).isEqualTo("ERROR there is no schema yet");
    try (PostgresSchema schema = PostgresSchema.of(url())) {
      schema.migrate();
      schema.migrate();
    }
    assertThat(status()).isEqualTo(UP_TO_DATE);
  }

  @Test
  void what_is_printed_makes_the_same_schema() throws SQLException {
    execute(database, PostgresSchema.text());
    try (Connection connection = DriverManager.getConnection(jdbcUrl(database));
        Db db = new Db(connection, new Statements(), null)) {
      assertThat(PostgresSchema.parts(db)).isEqualTo(PostgresSchema.partsExpected());
    }
    try (PostgresBackend backend = PostgresBackend.url(url())) {
      assertThat(backend.enqueue(List.of(job()))).hasSize(1);
    }
  }

  @Test
  void a_step_that_was_interrupted_is_done_as_a_whole_the_next_time() throws SQLException {
    String half = new Statements().text("V001__jobs");
    execute(
        database,
        "begin; create schema duly; " + half.substring(0, half.indexOf("create index job_dead")));
    PostgresBackend.url(url()).close();
    assertThat(status()).isEqualTo(UP_TO_DATE);
  }

  @Test
  void a_newer_schema_is_refused() throws SQLException {
    PostgresBackend.url(url()).close();
    execute(database, "insert into duly.migration (version, name) values (99, 'later')");
    assertThatThrownBy(() -> PostgresBackend.url(url()))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining(
            "has schema 99, this version of Duly knows up to " + KNOWN + ". Update Duly.");
    assertThat(status()).startsWith("ERROR schema 99");
  }

  @Test
  void what_somebody_altered_is_named() throws SQLException {
    PostgresBackend.url(url()).close();
    execute(
        database,
        "alter table duly.job rename column retry to retries; drop index duly.ready_block cascade");
    assertThat(status())
        .isEqualTo(
            UP_TO_DATE
                + "; ERROR the schema was altered: column job.retry text is missing;"
                + " ERROR the schema was altered: index ready_block on ready is missing");
    try (PostgresBackend backend = PostgresBackend.url(url())) {
      assertThatThrownBy(() -> backend.enqueue(List.of(job())))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("duly schema status");
      assertThat(backend.rooms().inspector().orElseThrow().health())
          .anyMatch(f -> f.level() == HealthIssue.Level.ERROR && f.text().contains("job.retry"));
    }
  }
}
