package dev.duly.sqlite;

import dev.duly.tck.BackendKit;
import dev.duly.tck.Bench;
import dev.duly.tck.KitOf;

/** The embedded store keeps the contract. */
@KitOf("sqlite")
class SqliteKitTest extends BackendKit {
  @Override
  protected Bench open() {
    return new SqliteBench();
  }
}
