package dev.duly.redis;

import dev.duly.backend.room.Retention;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.support.PeriodicTask;
import java.util.List;
import java.util.Optional;

/**
 * What is done now and then, on a thread of its own: jobs that have been over for longer than they
 * are kept are deleted, and what a process left half done is finished. Any process may do it, and
 * several at once.
 */
final class Maintenance implements AutoCloseable {
  private static final PeriodicTask.Interval EVERY = PeriodicTask.Interval.ofMillis(10_000);
  private static final int AT_ONCE = 1_000;

  private final Redis redis;
  private final Queues queues;
  private final Outbox outbox;
  private final Identity identity;
  private final RetentionKeys retained;
  private final Optional<Long> completedMax;
  private final PeriodicTask task = new PeriodicTask("duly-redis-maintenance", EVERY, this::doAll);

  /** What it looks after. */
  record Parts(Redis redis, Queues queues, Outbox outbox, Identity identity) {}

  /**
   * Those of a server.
   *
   * @param completedMax at most so many completed jobs are kept in each queue
   */
  Maintenance(Parts parts, Optional<Long> completedMax) {
    this.redis = parts.redis();
    this.queues = parts.queues();
    this.outbox = parts.outbox();
    this.identity = parts.identity();
    this.retained = new RetentionKeys(redis);
    this.completedMax = completedMax;
  }

  void start() {
    task.start();
  }

  /** Of every queue. */
  void doAll() {
    identity.look();
    Retention retention = retained.get().orElse(Retention.FOREVER);
    List<byte[]> arguments =
        List.of(
            RetentionKeys.millis(retention.completed()),
            RetentionKeys.millis(retention.cancelled()),
            completedMax.map(Bytes::of).orElse(Bytes.latin("")),
            Bytes.of(AT_ONCE),
            Bytes.of(Statistics.KEPT.toMillis()));
    queues.all().forEach(queue -> doAll(queue, arguments));
    outbox.empty(RedisSchedules.NO_QUEUE);
  }

  @SuppressWarnings("unchecked") // as the script answers
  private void doAll(String queue, List<byte[]> arguments) {
    List<Long> left;
    do {
      left = (List<Long>) redis.run("prune", Script.PRUNE, queue, arguments);
    } while (left.get(0) >= AT_ONCE);
    if (left.get(1) > 0) {
      outbox.empty(queue);
    }
    if (left.get(2) > 0) {
      queues.unhold(queue);
    }
  }

  @Override
  public void close() {
    task.close();
  }
}
