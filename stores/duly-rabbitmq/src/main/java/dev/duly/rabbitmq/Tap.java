package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is taken from one queue, on a channel of its own: a consumer that can be opened and shut, a
 * buffer of what has come, and what is held until it is acknowledged. When the channel is over, so
 * is the tap, and what it held is lost. Thread-safe.
 */
final class Tap {
  private static final long ON_ITS_WAY_NANOS = 100_000_000;
  private static final long LOOK_NANOS = 500_000;

  private final Channel channel;
  private final String queue;
  private final long number;
  private final Runnable bell;
  private final Held held = new Held();
  private final Object acknowledging = new Object(); // the reader of the connection waits for none

  // Guarded by this.
  private @Nullable String tag; // of the consumer, if it is open
  private int prefetch;

  // Guarded by itself.
  private final ArrayDeque<Delivery> buffer = new ArrayDeque<>();
  private volatile int consumer; // how many there were
  private volatile long roomNanos = System.nanoTime(); // the latest acknowledgement
  private volatile boolean cancelled; // by the node, since the queue is gone

  /** What is asked of a tap. */
  interface Told {
    /** Something has come, or the tap needs a look. */
    void bell();

    /** Everything it held is lost. */
    void lost(Tap tap);
  }

  /**
   * A tap that is shut.
   *
   * @param number by which it is known in tokens
   */
  Tap(Link link, String queue, long number, Told told) throws IOException {
    this.channel = link.channel();
    this.queue = queue;
    this.number = number;
    this.bell = told::bell;
    channel.addShutdownListener(
        cause -> {
          told.lost(this);
          told.bell();
        });
    channel.setDefaultConsumer(new Arrivals(0)); // what was on its way to one that is cancelled
  }

  /** What a consumer does. */
  private final class Arrivals extends DefaultConsumer {
    private final int number;

    private Arrivals(int number) {
      super(channel);
      this.number = number;
    }

    @Override
    public void handleDelivery(
        String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
      Delivery delivery = new Delivery(envelope.getDeliveryTag(), properties, body, number);
      held.add(delivery);
      synchronized (buffer) {
        buffer.add(delivery);
      }
      bell.run();
    }

    @Override
    public void handleCancel(String consumerTag) {
      cancelled = true;
      bell.run();
    }
  }

  String queue() {
    return queue;
  }

  long number() {
    return number;
  }

  /**
   * Takes from the queue from now on, at most so many at a time that are not acknowledged.
   *
   * @return whether something was ready there, which will come in a moment
   */
  synchronized boolean open(int max) throws IOException {
    shut();
    boolean isReady = ready() > 0;
    channel.basicQos(max);
    prefetch = max;
    tag = channel.basicConsume(queue, false, new Arrivals(++consumer));
    return isReady;
  }

  /** Takes no more; what has come stays, and all that was on its way is among it. */
  synchronized void shut() throws IOException {
    if (tag != null) {
      String its = tag;
      int most = prefetch;
      tag = null;
      prefetch = 0;
      if (!cancelled) {
        awaitWhatIsOnItsWay(most);
        channel.basicCancel(its);
        ready(); // when this is answered, what was on its way has come
      }
    }
  }

  /** How many are in the queue and not on their way, as the node says. */
  long ready() throws IOException {
    return channel.queueDeclarePassive(queue).getMessageCount();
  }

  /**
   * What a node has sent to a consumer that is cancelled meanwhile it drops, and keeps it until the
   * channel ends. So nothing must be on its way: the consumer holds all it may, or the queue is
   * empty.
   */
  private void awaitWhatIsOnItsWay(int most) throws IOException {
    long end = System.nanoTime() + ON_ITS_WAY_NANOS;
    while (heldOfConsumer() < most && ready() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Whether the node has ended the consumer, since its queue is gone. */
  boolean isCancelled() {
    return cancelled;
  }

  /** Whether it takes from the queue. */
  synchronized boolean isOpen() {
    return tag != null && !cancelled;
  }

  /** How many the consumer may hold; 0 if it is shut. */
  synchronized int prefetch() {
    return isOpen() ? prefetch : 0;
  }

  /** How many of the present consumer are held, handed out or not. */
  int heldOfConsumer() {
    return held.count(consumer);
  }

  int buffered() {
    synchronized (buffer) {
      return buffer.size();
    }
  }

  /** For how long nothing was acknowledged, which would let the next ones come. */
  long quietNanos() {
    return System.nanoTime() - roomNanos;
  }

  /** How many are held in all. */
  int held() {
    return held.size();
  }

  /** Takes what has come, at most so many, in its order. */
  List<Delivery> take(int max) {
    List<Delivery> taken = new ArrayList<>();
    synchronized (buffer) {
      while (taken.size() < max && !buffer.isEmpty()) {
        taken.add(buffer.remove());
      }
    }
    return taken;
  }

  /** They are to be taken again, before what comes. */
  void putBack(List<Delivery> taken) {
    synchronized (buffer) {
      for (int i = taken.size() - 1; i >= 0; i--) {
        buffer.addFirst(taken.get(i));
      }
    }
  }

  /** What is held under this tag. */
  Optional<Delivery> find(long deliveryTag) {
    return channel.isOpen() ? held.find(deliveryTag) : Optional.empty();
  }

  /** Whether the channel is over. */
  boolean isLost() {
    return !channel.isOpen();
  }

  /** Gives back all that is held; the node counts it as delivered once more. */
  void giveBack() throws IOException {
    synchronized (acknowledging) {
      OptionalLong last = held.last();
      if (last.isPresent()) {
        channel.basicNack(last.getAsLong(), true, true);
        held.clear();
      }
    }
  }

  /** Ends the channel, after what was acknowledged; what is held goes back, and counts as lost. */
  void close() {
    try {
      channel.close();
    } catch (IOException | TimeoutException | AlreadyClosedException e) {
      // then it is over anyway
    }
  }

  /**
   * Acknowledges deliveries, which are held.
   *
   * @return false: they were lost
   */
  boolean acknowledge(Collection<Long> tags) {
    synchronized (acknowledging) { // all up to a tag may be acknowledged once
      try {
        for (Held.Ack ack : held.settle(tags)) {
          channel.basicAck(ack.tag(), ack.multiple());
        }
        roomNanos = System.nanoTime();
        return true;
      } catch (IOException | AlreadyClosedException e) {
        return false;
      }
    }
  }
}
