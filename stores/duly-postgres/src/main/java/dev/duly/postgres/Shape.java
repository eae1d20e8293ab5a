package dev.duly.postgres;

import dev.duly.backend.room.HealthIssue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the schema consists of, column by column, and whether a database's still does: somebody may
 * have altered it by hand, or restored half of it. The file {@code shape.txt} is compared with what
 * the migrations make by a test.
 */
final class Shape {
  private Shape() {}

  static List<HealthIssue> compare(Db db) throws SQLException {
    Set<String> expected = expected();
    Set<String> actual = actual(db);
    List<HealthIssue> findings = new ArrayList<>();
    for (String part : expected) {
      if (!actual.contains(part)) {
        findings.add(
            HealthIssue.error(
                "the schema was altered: " + part + " is missing",
                "put it back as `duly schema print` has it, or restore the schema from a backup"));
      }
    }
    return findings;
  }

  static Set<String> expected() {
    return new TreeSet<>(new Statements().read("shape.txt").lines().toList());
  }

  /** A line for each column, index and function. */
  static Set<String> actual(Db db) throws SQLException {
    Set<String> parts = new TreeSet<>();
    try (ResultSet row = db.prepare("shape_of").query()) {
      while (row.next()) {
        parts.add(row.getString(1));
      }
    }
    return parts;
  }
}
