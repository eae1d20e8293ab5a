package dev.duly.cli.bench;

import dev.duly.backend.Backend;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import dev.duly.sqlite.BareSqlite;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.sql.SQLException;

/** SQLite, as it is embedded. */
final class SqliteEngine implements Engine {
  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public String durability() {
    return "fsync each commit (synchronous=FULL)";
  }

  @Override
  public String store(Path folder) {
    return folder.resolve("duly.db").toString();
  }

  @Override
  public Backend open(String store) {
    return SqliteBackend.file(store);
  }

  @Override
  public Contender bare(String store, Workload workload) throws SQLException {
    return new BareSqlite(Path.of(store), workload);
  }
}
