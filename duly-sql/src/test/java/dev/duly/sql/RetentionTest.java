package dev.duly.sql;

import dev.duly.sql.postgres.PostgresBackend;
import dev.duly.tck.OpenersAndRetention;
import dev.duly.tck.engine.PrivatePostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may say how long jobs are kept, and what a store from before says. */
class RetentionTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("jobs.db");
  }

  private OpenersAndRetention onSqlite() {
    return new OpenersAndRetention(
        retention ->
            retention.isPresent()
                ? SqliteBackend.file(file, retention.get())
                : SqliteBackend.file(file));
  }

  private static OpenersAndRetention on(PrivatePostgres server) {
    return new OpenersAndRetention(
        retention ->
            retention.isPresent()
                ? PostgresBackend.url(server.url(), retention.get())
                : PostgresBackend.url(server.url()));
  }

  @Test
  void a_file_keeps_what_was_said_last() {
    onSqlite().playNew();
  }

  @Test
  void a_file_from_before_keeps_all_until_a_retention_is_set() throws Exception {
    onSqlite()
        .playOld(
            () ->
                execute("jdbc:sqlite:" + file, "drop table retention", "pragma user_version = 5"));
  }

  @Test
  void a_database_keeps_what_was_said_last() {
    try (PrivatePostgres server = PrivatePostgres.start()) {
      on(server).playNew();
    }
  }

  @Test
  void a_database_from_before_keeps_all_until_a_retention_is_set() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start()) {
      on(server)
          .playOld(
              () ->
                  execute(
                      server.jdbcUrl(),
                      "drop table duly.retention",
                      "delete from duly.migration where version > 2"));
    }
  }

  private static void execute(String url, String... texts) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String text : texts) {
        statement.execute(text);
      }
    }
  }
}
