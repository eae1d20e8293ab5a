package dev.duly.redis;

import dev.duly.backend.Backend;
import dev.duly.tck.Bench;
import dev.duly.tck.engine.PrivateRedis;
import dev.duly.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** Keys of its own on a server that all benches of this process share. */
final class RedisBench implements Bench {
  private static final PrivateRedis SERVER = PrivateRedis.start();
  private static final Scripts SCRIPTS = new Scripts();
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  private final ManualClock clock = new ManualClock();
  private final UnifiedJedis jedis = RedisClient.create(SERVER.url());
  private final LossyRedis redis;
  private final RedisBackend backend;

  RedisBench() {
    jedis.flushAll();
    redis =
        new LossyRedis(jedis, new Keys("kit" + PREFIXES.incrementAndGet()), SCRIPTS, clock::millis);
    backend = new RedisBackend(redis, RedisOptions.DEFAULT);
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public void advance(Duration by) {
    clock.advance(by);
  }

  @Override
  public void loseNextAnswer() {
    redis.loseNextAnswer();
  }

  @Override
  public void failNextClaim() {
    redis.failNextClaim();
  }

  /** Does what is done now and then. */
  void chores(RedisOptions options) {
    Queues queues = new Queues(redis);
    try (Chores chores = new Chores(redis, queues, new Outbox(redis, queues, () -> {}), options)) {
      chores.doAll();
    }
  }

  /** How long the list of all jobs of the queue {@code q} is. */
  long orderLength() {
    return jedis.llen(redis.keys().of("q", "order"));
  }

  /** Whoever settles next gets no further than that. */
  void vanishAfterSettling() {
    redis.vanishAfterSettling();
  }

  @Override
  public void close() {
    backend.close();
  }
}
