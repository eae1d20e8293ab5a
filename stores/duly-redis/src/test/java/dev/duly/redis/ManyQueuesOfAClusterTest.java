package dev.duly.redis;

import org.junit.jupiter.api.Tag;

/** The same where queues lie on several nodes. */
@Tag("server")
class ManyQueuesOfAClusterTest extends ManyQueuesTest {
  @Override
  RedisUnderTest bench() {
    return RedisUnderTest.onACluster();
  }
}
