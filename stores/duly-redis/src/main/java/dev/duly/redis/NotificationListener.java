package dev.duly.redis;

import dev.duly.backend.Claim;
import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.ReconnectLoop;
import dev.duly.backend.support.Signal;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Hears what is published of queues, on one connection for all of them, and raises the signal.
 * While it is deaf, polling finds what there is. Thread-safe.
 */
final class NotificationListener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NotificationListener.class.getName());

  private final Redis redis;
  private final Signal signal;
  private final Signal ends;
  private final Runnable onChange;
  private final ReconnectLoop lasting;
  private volatile @Nullable Connection listening;

  /**
   * Begins when a worker waits, or who wants a result.
   *
   * @param ends raised when an awaited job is over
   * @param onChange told when a running job is asked to stop
   */
  NotificationListener(Redis redis, Signal signal, Signal ends, Runnable onChange) {
    this.redis = redis;
    this.signal = signal;
    this.ends = ends;
    this.onChange = onChange;
    this.lasting =
        new ReconnectLoop("duly-redis-listener", () -> redis.call("subscribe", this::listenOn));
  }

  /** How a session waits that listens to this. */
  LongPoll<Long, Claim> longPoll() {
    return LongPoll.on(signal);
  }

  /** Begins, if it has not: a program that only enqueues needs no connection for it. */
  void listen() {
    lasting.begin();
  }

  private final class Subscription extends JedisPubSub {
    @Override
    public void onPMessage(String pattern, String channel, String message) {
      if (message.equals("stop")) {
        onChange.run();
      } else if (message.equals("end")) {
        ends.raise();
      } else {
        signal.raise();
      }
    }

    @Override
    public void onPSubscribe(String pattern, int channels) {
      signal.raise(); // what was published before went unheard
      ends.raise();
      onChange.run();
    }
  }

  /** Until it fails or is closed. The connection is not given back to the others. */
  private boolean listenOn(UnifiedJedis jedis) {
    try (Connection mine = Clients.connection(jedis)) {
      listening = mine;
      try {
        if (!lasting.isClosed()) {
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

  @Override
  public void close() {
    lasting.close();
    Connection mine = listening;
    if (mine != null) {
      disconnect(mine);
    }
  }

  /** Nothing else ends its waiting; the thread that waits may do the same at this moment. */
  private static void disconnect(Connection connection) {
    try {
      connection.disconnect();
    } catch (JedisConnectionException e) {
      LOG.log(System.Logger.Level.DEBUG, "redis: the listening connection was gone", e);
    }
  }
}
