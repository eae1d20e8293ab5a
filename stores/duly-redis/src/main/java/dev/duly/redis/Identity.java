package dev.duly.redis;

import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Retention;
import dev.duly.backend.support.StoreRetention;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/**
 * Which data the server has: a name that is made with the first job and goes with them. A server
 * that comes back without its data has none, or another. Thread-safe.
 */
final class Identity {
  private static final System.Logger LOG = System.getLogger(Identity.class.getName());

  private final Redis redis;
  private final byte[] key;
  private final byte[] queues;
  private final RetentionKeys retained;
  private final Optional<Retention> wanted;
  // Guarded by this.
  private @Nullable String seen;
  private boolean changed;
  private boolean isNew;

  /**
   * That of a server.
   *
   * @param wanted the retention that data which are made anew begin with, if not that of a new
   *     store
   */
  Identity(Redis redis, Optional<Retention> wanted) {
    this.redis = redis;
    this.key = redis.keys().global("data");
    this.queues = redis.keys().global("queues");
    this.retained = new RetentionKeys(redis);
    this.wanted = wanted;
  }

  /** Looks, and says aloud if it is not what it was. */
  synchronized void look() {
    String now = redis.call("check-up", this::nameOrMake);
    if (seen != null && !seen.equals(now)) {
      changed = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "redis: "
              + redis.name()
              + " has other data than before: it was restarted without them, emptied, or replaced;"
              + " the jobs that were there are gone");
      StoreRetention.set(retained.get(), wanted, retained::set);
    }
    seen = now;
  }

  private String nameOrMake(UnifiedJedis jedis) {
    byte[] name = jedis.get(key); // also where the server takes no writes now
    if (name == null) {
      if (seen != null || !jedis.exists(queues)) { // of other data, queues may be there already
        retained.begin(jedis, wanted.orElse(Retention.OF_NEW_STORE));
        isNew = true;
      }
      jedis.set(key, Bytes.latin(UUID.randomUUID().toString()), SetParams.setParams().nx());
      name = jedis.get(key);
    }
    return name == null ? "" : Bytes.latin(name);
  }

  /** Whether there were no data before this process looked. */
  synchronized boolean isNew() {
    return isNew;
  }

  /** What a check-up has to say of it. */
  synchronized Optional<HealthIssue> finding() {
    look();
    return changed
        ? Optional.of(
            HealthIssue.warning(
                "the data set changed since this process started; earlier jobs are gone",
                "see why it lost them: appendonly, a volume that is not kept, FLUSHALL"))
        : Optional.empty();
  }
}
