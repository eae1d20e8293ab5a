package dev.duly.tck;

import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.KitOf;
import dev.duly.tck.limit.StoreKit;
import org.junit.jupiter.api.Tag;

/** The reference keeps the contract. */
@KitOf("in-memory")
@Tag("kit")
class InMemoryKitTest extends StoreKit {
  @Override
  protected BackendUnderTest open() {
    return new ReferenceUnderTest();
  }
}
