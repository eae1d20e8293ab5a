package dev.duly.redis;

import dev.duly.tck.BackendKit;
import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.KitOf;
import org.junit.jupiter.api.Tag;

/** The store on Redis keeps the contract. */
@Tag("server")
@KitOf("redis")
class RedisKitTest extends BackendKit {
  @Override
  protected BackendUnderTest open() {
    return new RedisUnderTest();
  }
}
