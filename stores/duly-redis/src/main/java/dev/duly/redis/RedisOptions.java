package dev.duly.redis;

import dev.duly.backend.room.Retention;
import java.util.Optional;

/**
 * How a {@link RedisBackend} behaves. An immutable value.
 *
 * @param prefix what the names of all keys begin with: letters, digits, {@code _} and {@code -}, at
 *     most 64; applications with different ones share a server and see nothing of one another
 * @param retention set when the backend is opened: how long jobs are kept that are over; empty
 *     leaves it as it is, in a new store 7 days
 * @param completedMax at most so many completed jobs are kept in each queue; the ids of those that
 *     went may be stored again, though it is less than 24 hours since
 * @param evictionAllowed open also where {@code maxmemory-policy} is not {@code noeviction}: then
 *     the server may throw jobs away without a word
 * @param writeConcern what must have a job before {@code enqueue} returns; as a rule the primary's
 *     memory, and its disk if {@code appendfsync} is {@code always}
 */
public record RedisOptions(
    String prefix,
    Optional<Retention> retention,
    Optional<Long> completedMax,
    boolean evictionAllowed,
    Optional<WriteConcern> writeConcern) {
  /** The store's own retention, and nothing may be evicted. */
  public static final RedisOptions DEFAULT =
      new RedisOptions("duly", Optional.empty(), Optional.empty(), false, Optional.empty());

  /**
   * Checks the prefix and the limits.
   *
   * @throws IllegalArgumentException naming the value and the limit
   */
  public RedisOptions {
    if (!prefix.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "prefix must be 1 to 64 letters, digits, _ and -, was \"" + prefix + '"');
    }
    if (completedMax.isPresent() && completedMax.get() < 0) {
      throw new IllegalArgumentException(
          "completedMax must not be negative, was " + completedMax.get());
    }
  }

  /** The names of keys begin with this; {@code duly} by default. */
  public RedisOptions withPrefix(String prefix) {
    return new RedisOptions(prefix, retention, completedMax, evictionAllowed, writeConcern);
  }

  /** How long finished jobs are kept. It is set in the store when the backend is opened. */
  public RedisOptions withRetention(Retention retention) {
    return new RedisOptions(
        prefix, Optional.of(retention), completedMax, evictionAllowed, writeConcern);
  }

  /** At most so many completed jobs are kept in each queue, besides the retention. */
  public RedisOptions withCompletedMax(long jobs) {
    return new RedisOptions(prefix, retention, Optional.of(jobs), evictionAllowed, writeConcern);
  }

  /** Opens a server that may evict keys, and so may lose jobs; otherwise it is refused. */
  public RedisOptions withEvictionAllowed() {
    return new RedisOptions(prefix, retention, completedMax, true, writeConcern);
  }

  /**
   * Waits for replicas, or for disks, before {@code enqueue} returns; each call of it for longer.
   */
  public RedisOptions withWriteConcern(WriteConcern writeConcern) {
    return new RedisOptions(
        prefix, retention, completedMax, evictionAllowed, Optional.of(writeConcern));
  }
}
