package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import dev.duly.tck.OpenersAndRetention;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
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
  void jobs_that_came_while_the_clock_was_ahead_keep_none_behind_them_for_ever() throws Exception {
    try (SqliteBackend backend = SqliteBackend.file(file)) {
      backend.enqueue(IntStream.range(0, 700).mapToObj(i -> job("j" + i)).toList());
      backend
          .rooms()
          .operator()
          .orElseThrow()
          .cancel(
              IntStream.range(600, 700)
                  .mapToObj(i -> new JobRef("default", new JobId("j" + i)))
                  .toList(),
              "w");
      execute(
          "jdbc:sqlite:" + file,
          "update job set created_at = created_at + 86400000 where state = 'waiting'",
          "update job set created_at = 0, finished_at = 0 where state = 'cancelled'");

      backend.prune(false);
      assertThat(total(backend)).isEqualTo(700);
      backend.prune(true);

      assertThat(total(backend)).isEqualTo(600);
    }
  }

  private static EncodedJob job(String id) {
    return new EncodedJob(new JobId(id), "t", "default", Payload.json("1"));
  }

  private static long total(SqliteBackend backend) {
    return backend.rooms().inspector().orElseThrow().queues().get(0).total();
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
