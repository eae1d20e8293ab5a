package dev.duly.redis;

import dev.duly.tck.InspectedKit;
import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.KitOf;
import org.junit.jupiter.api.Tag;

/** The store on Redis keeps the contract. */
@Tag("server")
@KitOf("redis")
class RedisKitTest extends InspectedKit {
  @Override
  protected BackendUnderTest open() {
    return new RedisUnderTest();
  }
}
