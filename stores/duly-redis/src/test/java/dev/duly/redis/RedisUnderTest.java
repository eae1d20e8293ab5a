package dev.duly.redis;

import dev.duly.backend.Backend;
import dev.duly.lab.server.PrivateRedis;
import dev.duly.lab.server.PrivateRedisCluster;
import dev.duly.memory.ManualClock;
import dev.duly.tck.bench.BackendUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import redis.clients.jedis.UnifiedJedis;

/** Keys of its own on servers that all benches of this process share. */
@Tag("server")
final class RedisUnderTest implements BackendUnderTest {
  private static final Scripts SCRIPTS = new Scripts();
  private static final AtomicInteger PREFIXES = new AtomicInteger();

  /** Started when the first bench on it is opened; several connections, for all benches. */
  private static final class One {
    static final UnifiedJedis CLIENT = client(PrivateRedis.start().url());
  }

  /** The same of a Cluster. */
  private static final class Cluster {
    static final UnifiedJedis CLIENT = client(PrivateRedisCluster.start().url());
  }

  private static UnifiedJedis client(String url) {
    return Clients.of(RedisUrl.parse(url, Map.of()));
  }

  private final ManualClock clock = new ManualClock();
  private final LossyRedis redis;
  private final RedisBackend backend;

  RedisUnderTest() {
    this(One.CLIENT, SCRIPTS);
  }

  /** With changed scripts, perhaps. */
  RedisUnderTest(UnifiedJedis client, Scripts scripts) {
    Keys keys = new Keys("kit" + PREFIXES.incrementAndGet());
    redis = new LossyRedis(client, keys, scripts, clock::millis);
    backend = new RedisBackend(redis, RedisOptions.DEFAULT, RedisBackend.STORING_AT_ONCE);
  }

  static RedisUnderTest onACluster() {
    return new RedisUnderTest(Cluster.CLIENT, SCRIPTS);
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

  /** As another process may, of a change of this number. */
  void tellOfPausedTypes(String queue, long number, String types) {
    redis.run("test", Script.KNOWN, queue, List.of(Bytes.of(number), Bytes.latin(types)));
  }

  @Override
  public void prune() {
    maintenance(Optional.empty());
  }

  /** Does what is done now and then, keeping so many completed jobs of each queue. */
  void maintenance(Optional<Long> completedMax) {
    Queues queues = new Queues(redis);
    Outbox outbox = new Outbox(redis, queues, () -> {});
    Identity identity = new Identity(redis, Optional.empty());
    try (Maintenance maintenance =
        new Maintenance(new Maintenance.Parts(redis, queues, outbox, identity), completedMax)) {
      maintenance.doAll();
    }
  }

  /** How long the list of all jobs of the queue {@code q} is. */
  long orderLength() {
    return redis.call("test", jedis -> jedis.llen(redis.keys().of("q", "order")));
  }

  /** How many jobs have outlived most of that list. */
  long oldLength() {
    return redis.call("test", jedis -> jedis.zcard(redis.keys().of("q", "old")));
  }

  /** How often this script has been run on a queue. */
  int runs(Script script) {
    return redis.runs(script);
  }

  /** Whoever settles next gets no further than that. */
  void vanishAfterSettling() {
    redis.vanishAfterSettling();
  }

  /** The client stays: the next bench uses it, too. */
  @Override
  public void close() {
    backend.close();
  }
}
