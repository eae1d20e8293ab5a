package dev.duly.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import dev.duly.backend.BackendException;
import dev.duly.backend.room.HealthIssue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a node is sound: its version, its alarms, and how the queues were declared. */
final class HealthCheck {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");
  private static final int OLDEST_MAJOR = 3;
  private static final int OLDEST_MINOR = 10;

  private final Connections connections;
  private final Publisher publisher;
  private final Topology topology;

  HealthCheck(Connections connections, Publisher publisher, Topology topology) {
    this.connections = connections;
    this.publisher = publisher;
    this.topology = topology;
  }

  List<HealthIssue> issues(Set<String> queues) {
    List<HealthIssue> issues = new ArrayList<>();
    Link link = publisher.link();
    issues.add(version(link));
    issues.add(alarms(link));
    issues.addAll(declared(queues));
    return issues;
  }

  private static HealthIssue version(Link link) {
    String version = link.server("version");
    Matcher numbers = VERSION.matcher(version);
    boolean isOld =
        numbers.matches()
            && (Integer.parseInt(numbers.group(1)) < OLDEST_MAJOR
                || (Integer.parseInt(numbers.group(1)) == OLDEST_MAJOR
                    && Integer.parseInt(numbers.group(2)) < OLDEST_MINOR));
    return isOld
        ? HealthIssue.error(
            "RabbitMQ " + version + ": delayed jobs need 3.10 or newer", "upgrade the node")
        : HealthIssue.ok("RabbitMQ " + version);
  }

  /** A connection is told of an alarm when it sends something. */
  private HealthIssue alarms(Link link) {
    try (Channel channel = link.channel()) {
      channel.confirmSelect();
      channel.basicPublish("", topology.names().lock("none"), null, new byte[0]); // to no queue
      boolean answered = channel.waitForConfirms(2_000);
      return answered && link.blockedBy().isEmpty()
          ? HealthIssue.ok("the node takes messages")
          : blocked(link);
    } catch (IOException | AlreadyClosedException | TimeoutException e) {
      return blocked(link);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return blocked(link);
    }
  }

  private static HealthIssue blocked(Link link) {
    return HealthIssue.error(
        "the node takes no messages: " + link.blockedBy().orElse("it does not confirm"),
        "free memory or disk there; rabbitmq-diagnostics alarms says which");
  }

  /** To declare what is there and alike changes nothing, and tells of what differs. */
  private List<HealthIssue> declared(Set<String> queues) {
    List<HealthIssue> issues = new ArrayList<>();
    Topology fresh = new Topology(topology.names(), connections, publisher);
    try {
      fresh.requireBase();
      queues.forEach(fresh::check);
    } catch (BackendException e) {
      issues.add(
          HealthIssue.error(
              String.valueOf(e.getMessage()), "see that the queue is declared as ours are"));
    }
    if (issues.isEmpty()) {
      issues.add(
          HealthIssue.ok(
              queues.size()
                  + (queues.size() == 1 ? " queue is" : " queues are")
                  + " as Duly makes them: durable quorum queues"));
    }
    return issues;
  }
}
