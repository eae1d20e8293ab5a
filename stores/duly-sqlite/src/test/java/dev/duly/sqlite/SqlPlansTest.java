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
    "holder, SEARCH job USING INDEX job_id (id=?)",
    "turn_due, SEARCH job USING INDEX job_group (lane=? AND group_key=? AND scheduled_at>? AND scheduled_at<?)",
    "turn_head, SEARCH job USING COVERING INDEX job_group (lane=? AND group_key=? AND scheduled_at>?)",
    "turn_take, SEARCH job USING INTEGER PRIMARY KEY (rowid=?)",
    "claim_put_back, SEARCH job USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    "ahead_in_group, SEARCH job USING COVERING INDEX job_group (lane=? AND group_key=? AND scheduled_at<?)"
  })
  void the_plan_is(String statement, String expected) throws Exception {
    assertThat(plan(statement)).contains(expected).doesNotContain("SCAN job");
  }

  /** Rule C6, whatever the groups: nothing that is closed or has no turn yet is read. */
  @ParameterizedTest
  @CsvSource({
    "turn_alive, SEARCH turn USING COVERING INDEX turn_next (queue=? AND priority=? AND since<?)",
    "turn_wake, SEARCH turn USING INDEX turn_asleep (queue=? AND asleep_until<?)",
    "turn_wake_keys, SEARCH turn USING PRIMARY KEY (queue=? AND priority=? AND key>? AND key<?)",
    "turn_come_all, SEARCH job USING INDEX job_ready (lane=?)",
    "turn_leave, SEARCH job USING COVERING INDEX job_group (lane=? AND group_key=?)",
    "turn_first, SEARCH turn USING COVERING INDEX turn_next (queue=? AND priority=? AND since>?)",
    "turn_first, SEARCH turn USING COVERING INDEX turn_asleep (queue=? AND asleep_until>?)",
    "holders_of_queue, SEARCH claim USING INDEX claim_queue_limit (queue_limit=?)",
    "holders_of_key, SEARCH claim USING INDEX claim_key_limit (key_limit=? AND key=?)"
  })
  void a_group_is_found_by_an_index(String statement, String expected) throws Exception {
    assertThat(plan(statement)).contains(expected).doesNotContain("SCAN turn", "SCAN claim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"claim_due", "next_due", "turn_alive", "turn_due", "turn_head"})
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
