package dev.duly.sqlite;

import dev.duly.tck.BackendKit;
import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.KitOf;
import org.junit.jupiter.api.Tag;

/** The embedded store keeps the contract. */
@KitOf("sqlite")
@Tag("kit")
class SqliteKitTest extends BackendKit {
  @Override
  protected BackendUnderTest open() {
    return new SqliteUnderTest();
  }
}
