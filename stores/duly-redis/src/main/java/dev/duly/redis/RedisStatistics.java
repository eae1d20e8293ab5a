package dev.duly.redis;

import dev.duly.backend.room.Histogram;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.room.WorkerReport;
import dev.duly.backend.support.ProfileText;
import dev.duly.backend.support.SessionReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.ZRangeParams;

/**
 * The reports of an hour: signs of life in one sorted set, and with each queue what sessions have
 * settled there.
 */
final class RedisStatistics implements Statistics {
  private final Redis redis;
  private final Queues queues;
  private final byte[] key;

  RedisStatistics(Redis redis, Queues queues) {
    this.redis = redis;
    this.queues = queues;
    this.key = redis.keys().global("reports");
  }

  @Override
  public void add(WorkerReport presence) {
    @Nullable String profile = ProfileText.of(presence.profile());
    byte[] sign =
        new Bytes(64)
            .number(ThreadLocalRandom.current().nextLong(), 8) // two alike are two
            .text(presence.worker(), 2)
            .number(presence.slots(), 4)
            .number(presence.covers().toMillis(), 6)
            .text(profile == null ? "" : profile, 4)
            .text(presence.turns().text(), 4)
            .done();
    redis.runOn("report", Script.REPORT, List.of(key), List.of(Bytes.of(KEPT.toMillis()), sign));
  }

  /** The rows of a session's report, as {@code turn.lua} takes them. */
  static void write(Packed out, String worker, SessionReport.Rows rows) {
    out.array(rows.tallies().size());
    for (RunCounts tally : rows.tallies()) {
      out.array(2)
          .bytes(
              new Bytes(64).number(rows.number(), 8).text(worker, 2).text(tally.type(), 1).done())
          .bytes(write(rows.covers(), tally));
    }
  }

  private static byte[] write(Duration covers, RunCounts tally) {
    return new Bytes(256)
        .number(covers.toMillis(), 6)
        .number(tally.completed(), 6)
        .number(tally.retried(), 6)
        .number(tally.dead(), 6)
        .number(tally.busy().toMillis(), 6)
        .text(tally.waited().text(), 4)
        .text(tally.ran().text(), 4)
        .number(tally.lost(), 6)
        .number(tally.released(), 6)
        .number(tally.cancelled(), 6)
        .done();
  }

  @Override
  public List<WorkerReport> since(Instant from) {
    return redis.again(
        () -> {
          List<WorkerReport> reports = new ArrayList<>(signs(from));
          queues.all().forEach(queue -> reports.addAll(ofQueue(queue, from)));
          reports.sort(
              Comparator.comparing((WorkerReport report) -> report.at())
                  .thenComparing(WorkerReport::worker));
          return reports;
        });
  }

  private List<WorkerReport> signs(Instant from) {
    ZRangeParams then =
        ZRangeParams.zrangeByScoreParams((double) from.toEpochMilli(), Double.POSITIVE_INFINITY);
    List<byte[]> found = redis.call("reports", jedis -> jedis.zrange(key, then));
    return found.stream().map(bytes -> sign(new Bytes.Reader(bytes, 0))).toList();
  }

  private static WorkerReport sign(Bytes.Reader in) {
    Instant at = Instant.ofEpochMilli(in.number(6));
    in.raw(8);
    WorkerReport sign =
        WorkerReport.presence(at, in.text(2), (int) in.number(4), Duration.ofMillis(in.number(6)));
    return in.hasMore() // an older version says no more
        ? sign.with(ProfileText.parse(in.text(4)), Histogram.of(in.text(4)))
        : sign;
  }

  @SuppressWarnings("unchecked") // as the script answers
  private List<WorkerReport> ofQueue(String queue, Instant from) {
    List<byte[]> rows =
        (List<byte[]>)
            redis.run("reports", Script.STATISTICS, queue, List.of(Bytes.of(from.toEpochMilli())));
    List<WorkerReport> reports = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += 2) {
      reports.add(report(queue, new Bytes.Reader(rows.get(i), 8), rows.get(i + 1)));
    }
    return reports;
  }

  private static WorkerReport report(String queue, Bytes.Reader name, byte[] bytes) {
    Bytes.Reader in = new Bytes.Reader(bytes, 0);
    Instant at = Instant.ofEpochMilli(in.number(6));
    Duration covers = Duration.ofMillis(in.number(6));
    String worker = name.text(2);
    long completed = in.number(6);
    long retried = in.number(6);
    long dead = in.number(6);
    Duration busy = Duration.ofMillis(in.number(6));
    Histogram waited = Histogram.of(in.text(4));
    Histogram ran = Histogram.of(in.text(4));
    boolean says = in.hasMore(); // an older version does not
    RunCounts tally =
        new RunCounts(
            queue,
            name.text(1),
            completed,
            retried,
            dead,
            says ? in.number(6) : 0,
            says ? in.number(6) : 0,
            says ? in.number(6) : 0,
            busy,
            waited,
            ran);
    return WorkerReport.settled(at, worker, covers, List.of(tally));
  }
}
