package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.server.PrivatePostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule C6: the cost of a statement on a job's path depends neither on the backlog nor on history. A
 * plan is made once and kept for long, and may be made while a table is still empty and reading all
 * of it looks cheap: so there, too, it must go by an index.
 */
@Tag("server")
class PostgresPlansTest {
  private static final Pattern PARAMETER = Pattern.compile("\\?");

  @SuppressWarnings("NullAway.Init")
  private static PrivatePostgres server;

  @BeforeAll
  static void start() {
    server = PrivatePostgres.start("fsync=off");
    PostgresBackend.url(server.url()).close();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enqueue",
        "enqueue_alike",
        "enqueue_around",
        "enqueue_one",
        "enqueue_unique",
        "key_holders",
        "holders",
        "held",
        "settle_complete",
        "settle",
        "extend",
        "find",
        "last_error"
      })
  void no_table_of_jobs_is_read_as_a_whole(String statement) throws SQLException {
    assertThat(plan(new Statements().text(statement)))
        .doesNotContainPattern("Seq Scan on (job|ready|claim|done|attempt)\\b");
  }

  @Test
  void a_plan_that_reads_a_table_as_a_whole_is_seen() throws SQLException {
    assertThat(plan("select * from duly.job where type = ?")).contains("Seq Scan on job");
  }

  /** The one that is kept for all values. */
  private static String plan(String text) throws SQLException {
    StringBuilder numbered = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(text.replaceAll("(?m)--.*$", ""));
    int count = 0;
    while (parameter.find()) {
      parameter.appendReplacement(numbered, "\\$" + ++count);
    }
    parameter.appendTail(numbered);
    StringBuilder plan = new StringBuilder();
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("set plan_cache_mode = force_generic_plan");
      statement.execute("prepare it as " + numbered);
      String nulls = String.join(", ", Collections.nCopies(count, "null"));
      try (ResultSet row = statement.executeQuery("explain execute it (" + nulls + ")")) {
        while (row.next()) {
          plan.append(row.getString(1)).append('\n');
        }
      }
    }
    return plan.toString();
  }
}
