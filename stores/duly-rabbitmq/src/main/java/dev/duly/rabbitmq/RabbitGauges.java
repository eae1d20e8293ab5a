package dev.duly.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.HealthIssue;
import dev.duly.job.Names;
import dev.duly.job.Priority;
import dev.duly.rabbitmq.Browse.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How many messages are ready, as the node tells anybody who asks for a queue. What runs is told by
 * the management API alone, and delayed jobs and dead letters are of all queues together: rows
 * {@value #LATER} and {@value #DEAD}.
 */
final class RabbitGauges implements Gauges {
  private static final String LATER = "(later)";
  private static final String DEAD = "(dead)";
  private static final OptionalLong UNTOLD = OptionalLong.empty();
  private static final long REMEMBERED_MILLIS = 5_000; // which queues there are

  private final Connections connections;
  private final Publisher publisher;
  private final Topology topology;
  private final ObjectNames names;
  private final Optional<ManagementApi> management;
  // Guarded by this.
  private Set<String> queues = Set.of();
  private Set<String> missing = new HashSet<>(); // a question for one is an error in the node's log
  private long readNanos;
  private boolean wasRead;

  RabbitGauges(
      Connections connections,
      Publisher publisher,
      Topology topology,
      Optional<ManagementApi> management) {
    this.connections = connections;
    this.publisher = publisher;
    this.topology = topology;
    this.names = topology.names();
    this.management = management;
  }

  @Override
  public synchronized List<Gauge> queues() {
    List<Gauge> gauges = new ArrayList<>();
    Optional<Map<String, Long>> taken = management.flatMap(ManagementApi::unacknowledged);
    for (String queue : queueNames()) {
      long due = 0;
      long running = 0;
      for (Priority level : Priority.STRICT) {
        String name = names.jobs(queue, level);
        due += ready(name).orElse(0);
        running += taken.map(of -> of.getOrDefault(name, 0L)).orElse(0L);
      }
      OptionalLong told = OptionalLong.of(due);
      OptionalLong runs = taken.isPresent() ? OptionalLong.of(running) : UNTOLD;
      gauges.add(new Gauge(queue, told, told, UNTOLD, runs, UNTOLD, Optional.empty(), false));
    }
    long later = 0;
    OptionalLong there = OptionalLong.of(0);
    for (int tier = 0; tier < Ladder.TIERS && there.isPresent(); tier++) { // made from below
      there = ready(names.delay(tier));
      later += there.orElse(0);
    }
    long dead = ready(names.dead()).orElse(0);
    if (later > 0) {
      OptionalLong told = OptionalLong.of(later);
      gauges.add(new Gauge(LATER, told, UNTOLD, told, UNTOLD, UNTOLD, Optional.empty(), false));
    }
    if (dead > 0) {
      OptionalLong none = OptionalLong.of(0);
      gauges.add(
          new Gauge(
              DEAD, none, none, UNTOLD, UNTOLD, OptionalLong.of(dead), Optional.empty(), false));
    }
    return gauges;
  }

  /** Empty if there is no such queue. */
  private OptionalLong ready(String queue) {
    if (missing.contains(queue) && !topology.knows(queue)) {
      return OptionalLong.empty();
    }
    try (Channel channel = topology.link().channel()) {
      return OptionalLong.of(channel.queueDeclarePassive(queue).getMessageCount());
    } catch (IOException | AlreadyClosedException | TimeoutException e) {
      if (RabbitErrors.code(e) == AMQP.NOT_FOUND) {
        missing.add(queue);
        return OptionalLong.empty();
      }
      throw RabbitErrors.of("look at " + queue, connections.url(), e);
    }
  }

  private synchronized Set<String> queueNames() {
    long now = System.nanoTime();
    if (!wasRead || now - readNanos > TimeUnit.MILLISECONDS.toNanos(REMEMBERED_MILLIS)) {
      queues = readNames();
      missing = new HashSet<>();
      readNanos = now;
      wasRead = true;
    }
    Set<String> all = new TreeSet<>(queues);
    all.addAll(topology.used());
    return all;
  }

  /** What is written there twice is taken away once. */
  private Set<String> readNames() {
    Set<String> all = new TreeSet<>();
    List<Found> twice = new ArrayList<>();
    try (Browse browse = Browse.open(connections, names.queues(), names.lock(names.queues()))) {
      for (Found found : browse.all()) {
        String name = new String(found.delivery().body(), StandardCharsets.UTF_8);
        if (Names.problemWithQueue(name).isPresent() || !all.add(name)) {
          twice.add(found);
        }
      }
      browse.acknowledge(twice);
    }
    return all;
  }

  @Override
  public List<HealthIssue> health() {
    List<HealthIssue> issues =
        new HealthCheck(connections, publisher, topology).issues(queueNames());
    management.map(ManagementApi::health).ifPresent(issues::add);
    return issues;
  }
}
