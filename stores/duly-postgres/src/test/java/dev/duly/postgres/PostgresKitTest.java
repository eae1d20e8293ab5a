package dev.duly.postgres;

import dev.duly.tck.BackendKit;
import dev.duly.tck.BackendUnderTest;
import dev.duly.tck.KitOf;

/** The store on PostgreSQL keeps the contract. */
@KitOf("postgres")
class PostgresKitTest extends BackendKit {
  @Override
  protected BackendUnderTest open() {
    return new PostgresUnderTest();
  }
}
