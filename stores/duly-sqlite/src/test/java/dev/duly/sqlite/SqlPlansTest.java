package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule C6: what a claim costs depends neither on the backlog, nor on future jobs, nor on history,
 * because each statement's plan does not.
 */
class SqlPlansTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "claim_due, SEARCH job USING INDEX job_ready (lane=? AND scheduled_at<?)",
    "claim_take, SEARCH job USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    "claim_held, SEARCH job USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    "claim_retake, SEARCH job USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    "claim_lost, SEARCH job USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    "claim_overdue, SEARCH claim USING INDEX claim_lease (lease_until<?)",
    "claim_overdue_lanes, SEARCH claim USING INDEX claim_lease (lease_until<?)",
    "next_due, SEARCH job USING COVERING INDEX job_ready (lane=?)",
    "settle_complete, SEARCH job USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    "settle_retry, SEARCH job USING INTEGER PRIMARY KEY (rowid=?)",
    "settled, SEARCH job USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    "extend_held, SEARCH job USING INTEGER PRIMARY KEY (rowid=?)",
    "ahead, SEARCH job USING COVERING INDEX job_ready (lane=? AND scheduled_at<?)",
    "holder, SEARCH job USING INDEX job_id (id=?)"
  })
  void the_plan_is(String statement, String expected) throws Exception {
    assertThat(plan(statement)).contains(expected).doesNotContain("SCAN job");
  }

  @ParameterizedTest
  @ValueSource(strings = {"claim_due", "next_due"})
  void nothing_is_sorted_on_the_way_to_a_claim(String statement) throws Exception {
    assertThat(plan(statement)).doesNotContain("TEMP B-TREE");
  }

  @Test
  void dead_letters_are_listed_from_an_index_of_their_own() throws Exception {
    assertThat(plan("list_dead")).contains("USING INDEX job_dead").doesNotContain("TEMP B-TREE");
  }

  @Test
  void a_plan_that_scans_is_seen() throws Exception {
    assertThat(plan("claim_shift")).contains("SCAN claim");
  }

  private String plan(String name) throws SQLException {
    Path path = folder.resolve("jobs.db");
    SqliteBackend.file(path).close();
    StringBuilder plan = new StringBuilder();
    try (Db db = new SqliteFile(path).connect();
        Statement explain = db.connection().createStatement();
        ResultSet row = explain.executeQuery("explain query plan " + Db.text(name))) {
      while (row.next()) {
        plan.append(row.getString("detail")).append('\n');
      }
    }
    return plan.toString();
  }
}
