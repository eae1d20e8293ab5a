package dev.duly.sql;

import dev.duly.tck.BackendKit;
import dev.duly.tck.Bench;

/** The embedded store keeps the contract. */
class SqliteKitTest extends BackendKit {
  @Override
  protected Bench open() {
    return new SqliteBench();
  }
}
