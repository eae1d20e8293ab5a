package dev.duly.redis;

/** The same where queues lie on several nodes. */
class ManyQueuesOfAClusterTest extends ManyQueuesTest {
  @Override
  RedisUnderTest bench() {
    return RedisUnderTest.onACluster();
  }
}
