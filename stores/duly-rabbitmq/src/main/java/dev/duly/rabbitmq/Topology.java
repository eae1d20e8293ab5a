package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import dev.duly.job.Priority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that queues and exchanges are there before they are used: looked for first, made if
 * they are missing, and never changed. All are durable, and all queues are quorum queues.
 * Thread-safe.
 *
 * <table>
 * <caption>objects</caption>
 * <tr><td>{@code duly.QUEUE.high .normal .low}</td><td>jobs</td></tr>
 * <tr><td>{@code duly.delay.00} to {@code .25}</td><td>queues and exchanges of the {@link
 *     Ladder}</td></tr>
 * <tr><td>{@code duly.jobs}</td><td>the exchange at the ladder's end</td></tr>
 * <tr><td>{@code duly.dead}</td><td>dead letters</td></tr>
 * <tr><td>{@code duly.queues}</td><td>the names of queues, a message each</td></tr>
 * </table>
 */
final class Topology {
  // The limits of the node's own: rule X4 buries poison, and a look at letters counts as a
  // delivery.
  private static final Map<String, Object> KEPT =
      Map.of(
          "x-queue-type",
          "quorum",
          "x-delivery-limit",
          1_000_000_000,
          "x-consumer-timeout",
          Duration.ofDays(7).toMillis()); // heeded from 3.12 on

  private final ObjectNames names;
  private final Connections connections;
  private final Publisher publisher;
  private final RabbitUrl url;
  private final Set<String> known = ConcurrentHashMap.newKeySet(); // objects that are there
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final Object making = new Object();
  private @Nullable Link link; // guarded by this

  Topology(ObjectNames names, Connections connections, Publisher publisher) {
    this.names = names;
    this.connections = connections;
    this.publisher = publisher;
    this.url = connections.url();
  }

  /** A connection that sends no messages, so that no alarm blocks it. */
  synchronized Link link() {
    if (link == null || !link.isOpen()) {
      link = connections.open("duly topology");
    }
    return link;
  }

  ObjectNames names() {
    return names;
  }

  /** The names of queues that this process has used. */
  Set<String> used() {
    return Set.copyOf(used);
  }

  /** Whether this process has seen it. */
  boolean knows(String name) {
    return known.contains(name);
  }

  /** What is done on a channel; it may close it. */
  private interface Step {
    void run(Channel channel) throws IOException;
  }

  /** What every user needs. */
  void requireBase() {
    once(names.dead(), () -> requireQueue(names.dead(), KEPT));
    once(names.queues(), () -> requireQueue(names.queues(), KEPT));
    once(names.outlet(), () -> requireExchange(names.outlet()));
  }

  /** The queue of these jobs. */
  String require(String queue, Priority level) {
    String name = names.jobs(queue, level);
    used.add(queue);
    once(
        name,
        () -> {
          if (Priority.STRICT.stream().noneMatch(any -> exists(names.jobs(queue, any)))) {
            requireBase();
            write(queue); // first, so that no queue is there without its name
          }
          requireQueue(name, KEPT);
        });
    return name;
  }

  /** Whether what is there is as it would be made here; makes nothing. */
  void check(String queue) {
    for (Priority level : Priority.STRICT) {
      String name = names.jobs(queue, level);
      if (exists(name)) {
        requireQueue(name, KEPT);
      }
    }
  }

  /** The way of a message that waits for so many steps. */
  void requireDelay(long steps, String queue, Priority level) {
    String target = names.target(queue, level);
    once(
        "delayed " + target,
        () -> {
          String name = require(queue, level);
          run(channel -> channel.queueBind(name, names.outlet(), Ladder.end(target)));
        });
    int entry = Ladder.entry(steps);
    if (!known.contains(names.delay(entry))) { // then those below it are there, too
      for (int tier = 0; tier <= entry; tier++) {
        int its = tier;
        once(names.delay(tier), () -> requireTier(its));
      }
    }
  }

  private void requireTier(int tier) {
    String name = names.delay(tier);
    String next = tier == 0 ? names.outlet() : names.delay(tier - 1);
    requireExchange(name);
    requireQueue(
        name,
        Map.of(
            "x-queue-type", "quorum",
            "x-message-ttl", Ladder.time(tier).toMillis(),
            "x-dead-letter-exchange", next,
            "x-dead-letter-strategy", "at-least-once",
            "x-overflow", "reject-publish"));
    run(
        channel -> {
          channel.queueBind(name, name, Ladder.pattern(tier, true));
          channel.exchangeBind(next, name, Ladder.pattern(tier, false));
        });
  }

  /** It may have been deleted. */
  void forget(String name) {
    known.remove(name);
  }

  /** The queue of these jobs may have been deleted. */
  void forget(String queue, Priority level) {
    forget(names.jobs(queue, level));
  }

  /** What a delayed message needs may have been deleted. */
  void forgetDelays() {
    known.removeIf(name -> name.startsWith("delayed ") || name.contains(".delay."));
    known.remove(names.outlet());
  }

  /**
   * While one thread makes it, the others wait: a queue that is just being made is there for a node
   * that is asked, and a consumer of it ends the connection.
   */
  private void once(String name, Runnable work) {
    if (known.contains(name)) {
      return;
    }
    synchronized (making) {
      if (!known.contains(name)) {
        work.run();
        known.add(name);
      }
    }
  }

  private void requireExchange(String name) {
    require(
        channel -> channel.exchangeDeclare(name, BuiltinExchangeType.TOPIC, true),
        channel -> channel.exchangeDeclarePassive(name));
  }

  private void requireQueue(String name, Map<String, Object> arguments) {
    require(
        channel -> channel.queueDeclare(name, true, false, false, arguments),
        channel -> channel.queueDeclarePassive(name));
  }

  /** To declare what is there and alike changes nothing; who may not, may use what is there. */
  private void require(Step declare, Step look) {
    try {
      attempt(declare);
    } catch (IOException | AlreadyClosedException e) {
      if (RabbitErrors.code(e) != AMQP.ACCESS_REFUSED || !exists(look)) {
        throw RabbitErrors.of("declare", url, e);
      }
    }
  }

  private boolean exists(String queue) {
    return exists(channel -> channel.queueDeclarePassive(queue));
  }

  private boolean exists(Step look) {
    try {
      attempt(look);
      return true;
    } catch (IOException | AlreadyClosedException e) {
      if (RabbitErrors.code(e) == AMQP.NOT_FOUND) {
        return false;
      }
      throw RabbitErrors.of("declare", url, e);
    }
  }

  private void run(Step step) {
    try {
      attempt(step);
    } catch (IOException | AlreadyClosedException e) {
      throw RabbitErrors.of("declare", url, e);
    }
  }

  private void attempt(Step step) throws IOException {
    try (Channel channel = link().channel()) {
      step.run(channel);
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
  }

  private void write(String queue) {
    Message name =
        Message.to(
            names.queues(),
            new BasicProperties.Builder().deliveryMode(2).messageId(queue).build(),
            queue.getBytes(StandardCharsets.UTF_8));
    if (!publisher.send(List.of(name)).equals(List.of(Answer.KEPT))) {
      throw RabbitErrors.of("declare", url, new IOException("the name of the queue was not kept"));
    }
  }
}
