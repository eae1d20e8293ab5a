package dev.duly.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import dev.duly.backend.BackendException;
import dev.duly.backend.BackendException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages and waits until the node has confirmed that they are kept: written and synced by
 * most replicas of their queue. One connection, which is opened again when it is lost; a channel
 * for each caller of the moment. Thread-safe.
 */
final class Publisher {
  private static final long SILENCE_MILLIS = 10_000;
  private static final long BLOCKED_MILLIS = 2_000;
  private static final long BLOCKED_LOOK_MILLIS = 20;

  private final Connections connections;
  private final String name;
  private final Semaphore atOnce;
  private final ConcurrentLinkedDeque<ConfirmChannel> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger writing = new AtomicInteger();
  private @Nullable Link link; // guarded by this

  /**
   * Connects with the first message.
   *
   * @param name of the connection
   * @param atOnce so many callers send at a time, and others wait
   */
  Publisher(Connections connections, String name, int atOnce) {
    this.connections = connections;
    this.name = name;
    this.atOnce = new Semaphore(atOnce);
  }

  /** The connection, opened if it is not. */
  synchronized Link link() {
    if (link == null || !link.isOpen()) {
      link = connections.open(name);
    }
    return link;
  }

  /**
   * Sends messages, and says what became of each.
   *
   * @throws BackendException if nothing was sent
   */
  List<Answer> send(List<Message> messages) {
    if (messages.isEmpty()) {
      return List.of();
    }
    atOnce.acquireUninterruptibly();
    try {
      Link to = link();
      awaitUnblocked(to);
      ConfirmChannel sender = sender(to);
      List<Answer> answers = sender.send(messages);
      if (sender.channel.isOpen()) {
        idle.push(sender);
      }
      return answers;
    } finally {
      atOnce.release();
    }
  }

  private ConfirmChannel sender(Link to) {
    for (ConfirmChannel one = idle.poll(); one != null; one = idle.poll()) {
      if (one.channel.isOpen()) {
        return one;
      }
    }
    try {
      return new ConfirmChannel(to);
    } catch (IOException | AlreadyClosedException e) {
      throw RabbitErrors.of("enqueue", connections.url(), e);
    }
  }

  private void awaitUnblocked(Link to) {
    while (to.blockedBy().isPresent()) {
      if (to.blockedForNanos() > TimeUnit.MILLISECONDS.toNanos(BLOCKED_MILLIS)) {
        throw new BackendException(
            Kind.TRANSIENT,
            String.format(
                "rabbitmq: enqueue failed at %s: the node takes no messages (%s). Free memory or"
                    + " disk there; rabbitmq-diagnostics alarms says which",
                connections.url(), to.blockedBy().orElse("")),
            null);
      }
      try {
        Thread.sleep(BLOCKED_LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BackendException(Kind.TRANSIENT, "rabbitmq: enqueue was interrupted", e);
      }
    }
  }

  /** To be called now and then: ends a write to a node that reads no more. */
  synchronized void look() {
    if (link != null
        && writing.get() > 0
        && link.blockedForNanos() > TimeUnit.MILLISECONDS.toNanos(BLOCKED_MILLIS)) {
      link.cut();
    }
  }

  /** Why the node takes no messages now; empty: it takes them, as far as is known. */
  synchronized String blockedBy() {
    return link == null ? "" : link.blockedBy().orElse("");
  }

  /** A channel with confirms; one caller at a time. */
  private final class ConfirmChannel {
    private final Link link;
    private final Channel channel;
    private volatile Confirms current = new Confirms(0, 0);

    private ConfirmChannel(Link link) throws IOException {
      this.link = link;
      this.channel = link.channel();
      channel.confirmSelect();
      channel.addConfirmListener(
          (number, multiple) -> current.answer(number, multiple, true),
          (number, multiple) -> current.answer(number, multiple, false));
      channel.addReturnListener(
          returned ->
              current.unroutable(
                  returned.getRoutingKey(),
                  String.valueOf(returned.getProperties().getMessageId())));
      channel.addShutdownListener(cause -> current.end());
    }

    private List<Answer> send(List<Message> messages) {
      Confirms confirms = new Confirms(channel.getNextPublishSeqNo(), messages.size());
      current = confirms;
      int sent = 0;
      writing.incrementAndGet();
      try {
        for (Message message : messages) {
          channel.basicPublish(
              message.exchange(), message.key(), true, message.properties(), message.body());
          sent++;
        }
      } catch (IOException | AlreadyClosedException e) {
        if (sent == 0) {
          throw RabbitErrors.of("enqueue", connections.url(), e);
        }
        confirms.end();
      } finally {
        writing.decrementAndGet();
      }
      confirms.await(() -> link.blockedBy().isPresent() ? BLOCKED_MILLIS : SILENCE_MILLIS);
      List<Answer> answers = new ArrayList<>(messages.size());
      for (int i = 0; i < messages.size(); i++) {
        answers.add(confirms.of(i, messages.get(i)));
      }
      return answers;
    }
  }
}
