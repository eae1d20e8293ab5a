package dev.duly.postgres;

import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.KitOf;
import dev.duly.tck.limit.StoreKit;
import org.junit.jupiter.api.Tag;

/** The store on PostgreSQL keeps the contract. */
@Tag("server")
@KitOf("postgres")
class PostgresKitTest extends StoreKit {
  @Override
  protected BackendUnderTest open() {
    return new PostgresUnderTest();
  }
}
