package dev.duly.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import redis.clients.jedis.UnifiedJedis;

/**
 * Which queues there are, and what holds for all of them: the paused types. That is kept beside the
 * queues, and told to each of them, since a script sees one queue. A queue is listed before it is
 * told, and a change is kept before the list is read, so that no queue misses one. Thread-safe.
 */
final class Queues {
  private static final String CHANGES = "#"; // no name of a type

  private final Redis redis;
  private final byte[] queues;
  private final byte[] types;
  private final byte[] audit;

  Queues(Redis redis) {
    this.redis = redis;
    Keys keys = redis.keys();
    this.queues = keys.global("queues");
    this.types = keys.global("types");
    this.audit = keys.global("audit");
  }

  /** By name. */
  List<String> all() {
    return redis.call(
        "queues",
        jedis ->
            jedis.smembers(queues).stream()
                .map(Bytes::latin)
                .sorted()
                .collect(Collectors.toList()));
  }

  byte[] audit() {
    return audit;
  }

  /** Runs a script that answers nothing if the queue is not known yet; then it is made known. */
  @SuppressWarnings("unchecked") // as the scripts answer
  List<Object> runKnown(String verb, Script script, String queue, List<byte[]> arguments) {
    Object answer = redis.run(verb, script, queue, arguments);
    if (answer == null) {
      makeKnown(queue);
      answer = redis.run(verb, script, queue, arguments);
    }
    return (List<Object>) answer;
  }

  /** From then on it is one of the queues. */
  void makeKnown(String queue) {
    redis.call("enqueue", jedis -> jedis.sadd(queues, Bytes.latin(queue)));
    tell(queue, pausedTypes());
  }

  /** The types that are paused, and how often that was changed. */
  private record Paused(long changes, Set<String> types) {
    byte[] text() {
      return Bytes.latin(
          types.isEmpty() ? "" : types.stream().collect(Collectors.joining("|", "|", "|")));
    }
  }

  private Paused pausedTypes() {
    Map<byte[], byte[]> all =
        redis.call("paused types", (UnifiedJedis jedis) -> jedis.hgetAll(types));
    long changes = 0;
    Set<String> names = new TreeSet<>();
    for (Map.Entry<byte[], byte[]> entry : all.entrySet()) {
      String name = Bytes.latin(entry.getKey());
      if (name.equals(CHANGES)) {
        changes = Long.parseLong(Bytes.latin(entry.getValue()));
      } else {
        names.add(name);
      }
    }
    return new Paused(changes, names);
  }

  List<String> paused() {
    return List.copyOf(pausedTypes().types);
  }

  void pauseType(String type, String who, boolean pause) {
    redis.runOn(
        pause ? "pause-type" : "resume-type",
        Script.TYPES,
        List.of(types, audit),
        List.of(
            Audit.newAct(), Bytes.utf8(who), Bytes.latin(type), Bytes.latin(pause ? "1" : "0")));
    Paused paused = pausedTypes();
    for (String queue : all()) {
      boolean holds = tell(queue, paused) > 0;
      if (!pause && holds) {
        unhold(queue);
      }
    }
  }

  /** How many jobs it holds back. */
  private long tell(String queue, Paused paused) {
    return (Long)
        redis.run(
            "paused types", Script.KNOWN, queue, List.of(Bytes.of(paused.changes), paused.text()));
  }

  /** Lets those wait again whose type is paused no more. */
  void unhold(String queue) {
    long passed = 0;
    while (passed >= 0) {
      passed =
          (Long)
              redis.run(
                  "resume-type", Script.UNHOLD, queue, new ArrayList<>(List.of(Bytes.of(passed))));
    }
  }
}
