package dev.duly.redis;

import dev.duly.backend.BackendException;
import dev.duly.backend.common.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is done now and then, on a thread of its own: jobs that are long over are forgotten, and
 * what somebody left half done is finished. It does not matter who does it, nor if several do.
 */
final class Chores implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Chores.class.getName());
  private static final long EVERY_MILLIS = 10_000;
  private static final int AT_ONCE = 1_000;

  private final Redis redis;
  private final Queues queues;
  private final Outbox outbox;
  private final Identity identity;
  private final RedisOptions options;
  private final Thread thread = new Thread(this::run, "duly-redis-chores");
  private final Pause pause = new Pause();

  Chores(Redis redis, Queues queues, Outbox outbox, Identity identity, RedisOptions options) {
    this.redis = redis;
    this.queues = queues;
    this.outbox = outbox;
    this.identity = identity;
    this.options = options;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (pause.sleep(ThreadLocalRandom.current().nextLong(EVERY_MILLIS / 2, EVERY_MILLIS))) {
      try {
        doAll();
      } catch (BackendException e) {
        LOG.log(System.Logger.Level.DEBUG, "redis: the chores must wait", e);
      }
    }
  }

  /** Of every queue. */
  void doAll() {
    identity.look();
    queues.all().forEach(this::doAll);
  }

  @SuppressWarnings("unchecked") // as the script answers
  private void doAll(String queue) {
    List<byte[]> arguments =
        List.of(
            millis(options.retention().completed()),
            millis(options.retention().cancelled()),
            options.completedMax().map(Bytes::of).orElse(Bytes.latin("")),
            Bytes.of(AT_ONCE));
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

  private static byte[] millis(Optional<Duration> kept) {
    return kept.map(Duration::toMillis).map(Bytes::of).orElse(Bytes.latin(""));
  }

  @Override
  public void close() {
    pause.end();
  }
}
