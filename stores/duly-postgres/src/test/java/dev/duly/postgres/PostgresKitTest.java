package dev.duly.postgres;

import dev.duly.tck.BackendKit;
import dev.duly.tck.Bench;
import dev.duly.tck.KitOf;

/** The store on PostgreSQL keeps the contract. */
@KitOf("postgres")
class PostgresKitTest extends BackendKit {
  @Override
  protected Bench open() {
    return new PostgresBench();
  }
}
