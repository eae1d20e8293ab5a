package dev.duly.redis;

import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.bench.KitOf;
import dev.duly.tck.limit.StoreKit;
import org.junit.jupiter.api.Tag;

/** The store on a Redis Cluster keeps the contract. */
@Tag("server")
@KitOf("redis-cluster")
class RedisClusterKitTest extends StoreKit {
  @Override
  protected BackendUnderTest open() {
    return RedisUnderTest.onACluster();
  }
}
