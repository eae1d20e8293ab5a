package dev.duly.redis;

import dev.duly.backend.Histogram;
import dev.duly.backend.Statistics;
import dev.duly.backend.Tally;
import dev.duly.backend.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.params.ZRangeParams;

/** The reports of an hour, in one sorted set. */
final class RedisStatistics implements Statistics {
  private final Redis redis;
  private final byte[] key;

  RedisStatistics(Redis redis) {
    this.redis = redis;
    this.key = redis.keys().global("reports");
  }

  @Override
  public void add(String worker, int slots, Duration covers, List<Tally> tallies) {
    Bytes report =
        new Bytes(256)
            .number(ThreadLocalRandom.current().nextLong(), 8) // two alike are two
            .text(worker, 2)
            .number(slots, 4)
            .number(covers.toMillis(), 6)
            .number(tallies.size(), 2);
    tallies.forEach(tally -> write(report, tally));
    redis.runOn(
        "report", Script.REPORT, List.of(key), List.of(Bytes.of(KEPT.toMillis()), report.done()));
  }

  private static void write(Bytes out, Tally tally) {
    out.text(tally.queue(), 1)
        .text(tally.type(), 1)
        .number(tally.completed(), 6)
        .number(tally.retried(), 6)
        .number(tally.dead(), 6)
        .number(tally.busy().toMillis(), 6)
        .text(tally.waited().text(), 4)
        .text(tally.ran().text(), 4);
  }

  @Override
  public List<WorkerReport> since(Instant from) {
    ZRangeParams then =
        ZRangeParams.zrangeByScoreParams((double) from.toEpochMilli(), Double.POSITIVE_INFINITY);
    List<byte[]> found = redis.again(() -> redis.call("reports", jedis -> jedis.zrange(key, then)));
    return found.stream()
        .map(bytes -> read(new Bytes.Reader(bytes, 0)))
        .sorted(Comparator.comparing(WorkerReport::at).thenComparing(WorkerReport::worker))
        .toList();
  }

  private static WorkerReport read(Bytes.Reader in) {
    Instant at = Instant.ofEpochMilli(in.number(6));
    in.raw(8);
    String worker = in.text(2);
    int slots = (int) in.number(4);
    Duration covers = Duration.ofMillis(in.number(6));
    List<Tally> tallies = new ArrayList<>();
    for (long left = in.number(2); left > 0; left--) {
      tallies.add(tally(in));
    }
    return new WorkerReport(at, worker, slots, covers, tallies);
  }

  private static Tally tally(Bytes.Reader in) {
    return new Tally(
        in.text(1),
        in.text(1),
        in.number(6),
        in.number(6),
        in.number(6),
        Duration.ofMillis(in.number(6)),
        Histogram.of(in.text(4)),
        Histogram.of(in.text(4)));
  }
}
