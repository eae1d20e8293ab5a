package dev.duly.redis;

import dev.duly.backend.BackendException;
import dev.duly.backend.common.Bell;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;

/**
 * Hears what is published of queues, on one connection for all of them, and rings the bell. While
 * it is deaf, polling finds what there is. Thread-safe.
 */
final class Hearing implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Hearing.class.getName());
  private static final long BACK_OFF_MILLIS = 100;
  private static final long BACK_OFF_MILLIS_MAX = 5_000;

  private final Redis redis;
  private final Bell bell;
  private final Runnable news;
  private final Thread thread = new Thread(this::run, "duly-redis-hearing");
  private volatile @Nullable Connection listening;
  private volatile boolean closed;

  /**
   * Begins when a worker waits.
   *
   * @param news told when a running job is asked to stop
   */
  Hearing(Redis redis, Bell bell, Runnable news) {
    this.redis = redis;
    this.bell = bell;
    this.news = news;
    thread.setDaemon(true);
  }

  /** Begins, if it has not: whoever only enqueues needs no connection for it. */
  synchronized void listen() {
    if (thread.getState() == Thread.State.NEW && !closed) {
      thread.start();
    }
  }

  private final class Subscription extends JedisPubSub {
    @Override
    public void onPMessage(String pattern, String channel, String message) {
      if (message.equals("stop")) {
        news.run();
      } else {
        bell.ring();
      }
    }

    @Override
    public void onPSubscribe(String pattern, int channels) {
      bell.ring(); // what was published before went unheard
    }
  }

  private void run() {
    long backOff = BACK_OFF_MILLIS;
    while (!closed) {
      try {
        redis.call("subscribe", this::listenOn);
        backOff = BACK_OFF_MILLIS;
      } catch (BackendException e) {
        LOG.log(System.Logger.Level.DEBUG, "redis: the listening connection failed", e);
      }
      if (!closed) {
        sleep(ThreadLocalRandom.current().nextLong(backOff / 2, backOff));
        backOff = Math.min(backOff * 2, BACK_OFF_MILLIS_MAX);
      }
    }
  }

  /** Until it fails or is closed. The connection is not given back to the others. */
  private boolean listenOn(UnifiedJedis jedis) {
    try (Connection mine = Clients.connection(jedis)) {
      listening = mine;
      try {
        if (!closed) {
          mine.setTimeoutInfinite();
          new Subscription().proceedWithPatterns(mine, redis.keys().channel("*"));
        }
      } finally {
        listening = null;
        mine.setBroken();
      }
      return true;
    }
  }

  private void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      closed = true; // close interrupts
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Connection mine = listening;
    if (mine != null) {
      mine.disconnect(); // nothing else ends its waiting
    }
  }
}
