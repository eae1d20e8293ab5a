package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import dev.duly.backend.BackendException;
import dev.duly.backend.BackendException.Kind;
import dev.duly.backend.support.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A look at everything in a queue, by one process at a time: all is taken and held, and goes back
 * when this is closed, but for what was acknowledged. If the process dies, all goes back. For one
 * thread.
 */
final class Browse implements AutoCloseable {
  /** Of so many at most. */
  static final int MAX = 100_000;

  private static final System.Logger LOG = System.getLogger(Browse.class.getName());
  private static final int PREFETCH = 50_000; // 65,535 is the most of one consumer
  private static final long LOCK_MILLIS = 5_000;
  private static final long TRY_MILLIS = 20;
  private static final long SILENCE_MILLIS = 10_000;
  private static final long BACK_MILLIS = 2_000;

  private final RabbitUrl url;
  private final String queue;
  private final Link link;
  private final List<Tap> taps = new ArrayList<>();
  private final Signal signal = new Signal();

  private Browse(RabbitUrl url, String queue, Link link) {
    this.url = url;
    this.queue = queue;
    this.link = link;
  }

  /** What was taken, and from which tap. */
  record Found(Tap tap, Delivery delivery) {}

  /**
   * Waits up to 5 s for others.
   *
   * @param lock a queue that is there while a process looks
   * @throws BackendException if another process still looks, or the node does not answer
   */
  static Browse open(Connections connections, String queue, String lock) {
    Link link = connections.open("duly look at " + queue);
    try {
      lock(link, queue, lock, connections.url());
      return new Browse(connections.url(), queue, link);
    } catch (IOException | AlreadyClosedException e) {
      link.close();
      throw RabbitErrors.of("look at " + queue, connections.url(), e);
    } catch (BackendException e) {
      link.close();
      throw e;
    }
  }

  private static void lock(Link link, String queue, String lock, RabbitUrl url) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOCK_MILLIS);
    while (true) {
      try {
        link.channel().queueDeclare(lock, false, true, true, null);
        return;
      } catch (IOException e) {
        if (RabbitErrors.code(e) != AMQP.RESOURCE_LOCKED) {
          throw e;
        }
      }
      if (System.nanoTime() > deadline) {
        throw new BackendException(
            Kind.TRANSIENT,
            String.format(
                "rabbitmq: another process has looked at %s of %s for 5 s: try again", queue, url),
            null);
      }
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, TRY_MILLIS)));
    }
  }

  /** Everything there is, in its order. */
  List<Found> all() {
    List<Found> found = new ArrayList<>();
    try {
      Channel count = link.channel();
      for (long more = ready(count); more > 0 && found.size() < MAX; more = ready(count)) {
        take(found, Math.min(MAX, found.size() + more));
      }
      return found;
    } catch (IOException | AlreadyClosedException e) {
      throw RabbitErrors.of("look at " + queue, url, e);
    }
  }

  private void take(List<Found> found, long until) throws IOException {
    while (found.size() < until) {
      if (taps.size() * PREFETCH <= found.size()) {
        addTap();
      }
      long heard = signal.raised();
      int before = found.size();
      for (Tap tap : taps) {
        tap.take(Integer.MAX_VALUE).forEach(delivery -> found.add(new Found(tap, delivery)));
      }
      if (found.size() == before
          && !signal.await(heard, TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS))) {
        throw new IOException(
            "of " + until + " messages " + found.size() + " came within " + SILENCE_MILLIS + " ms");
      }
    }
  }

  private void addTap() throws IOException {
    Tap tap =
        new Tap(
            link,
            queue,
            0,
            new Tap.Told() {
              @Override
              public void bell() {
                signal.raise();
              }

              @Override
              public void lost(Tap lost) {
                signal.raise();
              }
            });
    taps.add(tap);
    tap.open(PREFETCH);
  }

  private long ready(Channel channel) throws IOException {
    return channel.queueDeclarePassive(queue).getMessageCount();
  }

  /** These are over. */
  void acknowledge(Collection<Found> done) {
    for (Tap tap : taps) {
      List<Long> tags =
          done.stream().filter(f -> f.tap() == tap).map(f -> f.delivery().tag()).toList();
      if (!tags.isEmpty() && !tap.acknowledge(tags)) {
        throw RabbitErrors.unknown("act on " + queue, url, new IOException("the link is lost"));
      }
    }
  }

  /** Everything else is there again when this returns, so that the next look sees it. */
  @Override
  public void close() {
    try {
      int back = taps.stream().mapToInt(Tap::held).sum();
      for (Tap tap : taps) {
        tap.shut();
        tap.giveBack();
      }
      Channel count = link.channel();
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BACK_MILLIS);
      while (ready(count) < back && System.nanoTime() < deadline) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    } catch (IOException | AlreadyClosedException e) {
      LOG.log(System.Logger.Level.DEBUG, "the messages go back with the connection", e);
    } finally {
      link.close();
    }
  }
}
