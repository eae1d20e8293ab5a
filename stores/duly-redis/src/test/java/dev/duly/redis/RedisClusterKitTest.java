package dev.duly.redis;

import dev.duly.tck.BackendKit;
import dev.duly.tck.Bench;
import dev.duly.tck.KitOf;

/** The store on a Redis Cluster keeps the contract. */
@KitOf("redis-cluster")
class RedisClusterKitTest extends BackendKit {
  @Override
  protected Bench open() {
    return RedisBench.onACluster();
  }
}
