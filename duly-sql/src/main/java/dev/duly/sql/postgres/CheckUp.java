package dev.duly.sql.postgres;

import dev.duly.backend.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the database is as it should be. */
final class CheckUp {
  private CheckUp() {}

  static List<Finding> of(Db db) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "postgres "
                + db.connection().getMetaData().getDatabaseProductVersion()
                + ", schema "
                + Migrations.version(db.connection())));
    return findings;
  }
}
