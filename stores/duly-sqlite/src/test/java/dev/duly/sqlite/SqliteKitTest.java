package dev.duly.sqlite;

import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.KitOf;
import dev.duly.tck.limit.StoreKit;
import org.junit.jupiter.api.Tag;

/** The embedded store keeps the contract. */
@KitOf("sqlite")
@Tag("kit")
class SqliteKitTest extends StoreKit {
  @Override
  protected BackendUnderTest open() {
    return new SqliteUnderTest();
  }
}
