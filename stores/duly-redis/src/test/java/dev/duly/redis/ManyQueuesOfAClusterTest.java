package dev.duly.redis;

/** The same where queues lie on several nodes. */
class ManyQueuesOfAClusterTest extends ManyQueuesTest {
  @Override
  RedisBench bench() {
    return RedisBench.onACluster();
  }
}
