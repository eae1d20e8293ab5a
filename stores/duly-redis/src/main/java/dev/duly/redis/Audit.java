package dev.duly.redis;

import dev.duly.backend.room.AuditRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What people did: each queue keeps its own, and what is of no queue is kept beside them. */
final class Audit {
  private static final int SPARE_BITS = 10;
  private static final AtomicLong LAST = new AtomicLong();

  private Audit() {}

  /**
   * A line as it is kept: an act on jobs of several queues has one in each.
   *
   * @param act a number that the lines of one act share
   */
  private record Line(Instant at, long act, String who, String verb, String target, int jobs) {
    Line plus(Line other) {
      Instant first = at.isBefore(other.at) ? at : other.at;
      return new Line(first, act, who, verb, target, jobs + other.jobs);
    }
  }

  /** Names an act, and orders those of one process. */
  static byte[] newAct() {
    long micros = System.currentTimeMillis() * 1_000;
    long act = LAST.updateAndGet(last -> Math.max(last + 1, micros << SPARE_BITS));
    return new Bytes(8).number(act, 8).done();
  }

  /** The latest first. */
  static List<AuditRecord> latest(Redis redis, Queues queues, int limit) {
    Map<Long, Line> acts = new HashMap<>();
    read(redis, queues.audit(), "", limit).forEach(line -> acts.merge(line.act, line, Line::plus));
    for (String queue : queues.all()) {
      byte[] key = redis.keys().of(queue, "audit");
      read(redis, key, queue, limit).forEach(line -> acts.merge(line.act, line, Line::plus));
    }
    return acts.values().stream()
        .sorted(Comparator.comparing(Line::at).thenComparing(Line::act).reversed())
        .limit(limit)
        .map(line -> new AuditRecord(line.at, line.who, line.verb, line.target, line.jobs))
        .toList();
  }

  private static List<Line> read(Redis redis, byte[] key, String queue, int limit) {
    List<byte[]> found = redis.call("audit", jedis -> jedis.lrange(key, -limit, -1));
    return found.stream().map(bytes -> line(new Bytes.Reader(bytes, 0), queue)).toList();
  }

  private static Line line(Bytes.Reader in, String queue) {
    Instant at = Instant.ofEpochMilli(in.number(6));
    int jobs = (int) in.number(4);
    long act = in.number(8);
    String verb = in.text(1);
    String who = in.text(2);
    String target = in.text(2);
    return new Line(at, act, who, verb, target.isEmpty() ? queue : target, jobs);
  }
}
