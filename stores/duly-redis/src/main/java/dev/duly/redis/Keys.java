package dev.duly.redis;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of queues: {@code PREFIX:{QUEUE}:NAME}, in the order in which scripts take them. The
 * braces put a queue's keys on one node of a Cluster. Thread-safe.
 */
final class Keys {
  private static final List<String> NAMES =
      List.of(
          "job",
          "state",
          "more",
          "tried",
          "result",
          "ready0",
          "ready1",
          "ready2",
          "later0",
          "later1",
          "later2",
          "held",
          "running",
          "completed",
          "dead",
          "cancelled",
          "queue",
          "order",
          "old",
          "audit",
          "outbox",
          "report",
          "reported",
          "note",
          "unique");

  private final String prefix;
  private final Map<String, List<byte[]>> ofQueues = new ConcurrentHashMap<>();

  Keys(String prefix) {
    this.prefix = prefix;
  }

  byte[] of(String queue, String name) {
    return of(queue).get(NAMES.indexOf(name));
  }

  List<byte[]> of(String queue) {
    return ofQueues.computeIfAbsent(
        queue, q -> NAMES.stream().map(name -> Bytes.latin(key(q, name))).toList());
  }

  private String key(String queue, String name) {
    return prefix + ":{" + queue + "}:" + name;
  }

  /** Where news of a queue are published. */
  String channel(String queue) {
    return key(queue, "queue");
  }

  /** Of no queue. */
  byte[] global(String name) {
    return Bytes.latin(key("*", name)); // together on one node, under no queue's name
  }
}
