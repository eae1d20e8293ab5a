package dev.duly.redis;

import dev.duly.tck.BackendKit;
import dev.duly.tck.BackendUnderTest;
import dev.duly.tck.KitOf;

/** The store on Redis keeps the contract. */
@KitOf("redis")
class RedisKitTest extends BackendKit {
  @Override
  protected BackendUnderTest open() {
    return new RedisUnderTest();
  }
}
