package dev.duly.redis;

import dev.duly.backend.room.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * The retention as the server keeps it, beside the queues: milliseconds, nothing for ever. Without
 * the key none was ever set. Thread-safe.
 */
final class RetentionKeys {
  private static final byte[] COMPLETED = Bytes.latin("completed");
  private static final byte[] CANCELLED = Bytes.latin("cancelled");

  private final Redis redis;
  private final byte[] key;
  private final byte[] audit;

  RetentionKeys(Redis redis) {
    this.redis = redis;
    this.key = redis.keys().global("retention");
    this.audit = redis.keys().global("audit");
  }

  Optional<Retention> get() {
    List<byte[]> times = redis.call("retention", jedis -> jedis.hmget(key, COMPLETED, CANCELLED));
    return times.contains(null)
        ? Optional.empty()
        : Optional.of(new Retention(duration(times.get(0)), duration(times.get(1))));
  }

  private static Optional<Duration> duration(byte @Nullable [] millis) {
    return millis == null || millis.length == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Long.parseLong(Bytes.latin(millis))));
  }

  /** A time as it is kept. */
  static byte[] millis(Optional<Duration> kept) {
    return kept.map(Duration::toMillis).map(Bytes::of).orElse(Bytes.latin(""));
  }

  void set(Retention retention, String who) {
    redis.runOn(
        "keep",
        Script.KEEP,
        List.of(key, audit),
        List.of(
            Audit.newAct(),
            Bytes.utf8(who),
            millis(retention.completed()),
            millis(retention.cancelled()),
            Bytes.latin(retention.text())));
  }

  /** What a new store begins with, unless one has been set already. */
  void begin(UnifiedJedis jedis, Retention retention) {
    jedis.hsetnx(key, COMPLETED, millis(retention.completed()));
    jedis.hsetnx(key, CANCELLED, millis(retention.cancelled()));
  }
}
