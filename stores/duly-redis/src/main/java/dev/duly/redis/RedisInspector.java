package dev.duly.redis;

import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.Retention;
import dev.duly.backend.support.OverdueLeases;
import dev.duly.backend.support.StoreRetention;
import dev.duly.job.AttemptRecord;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads, queue by queue. */
final class RedisInspector implements Inspector {
  private static final long AHEAD_MAX = 10_000;

  private final Redis redis;
  private final Queues queues;
  private final Identity identity;
  private final RetentionKeys retained;

  RedisInspector(Redis redis, Queues queues, Identity identity) {
    this.redis = redis;
    this.queues = queues;
    this.identity = identity;
    this.retained = new RetentionKeys(redis);
  }

  /** A job and where it is. */
  private record Found(String queue, List<byte @Nullable []> row) {}

  private Optional<Found> row(JobId id) {
    for (String queue : queues.all()) {
      List<byte @Nullable []> row = rows(queue, id).get(0);
      if (row != null) {
        return Optional.of(new Found(queue, row));
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("unchecked") // as the script answers
  private List<@Nullable List<byte @Nullable []>> rows(String queue, JobId id) {
    return (List<@Nullable List<byte @Nullable []>>)
        redis.run("find", Script.READ, queue, List.of(Ids.bytes(id)));
  }

  @Override
  public Optional<JobRecord> find(JobId id) {
    return redis.again(() -> lookUp(id));
  }

  private Optional<JobRecord> lookUp(JobId id) {
    return row(id).map(found -> Stored.record(found.queue, id, found.row));
  }

  @Override
  public JobPage list(JobQuery query) {
    return redis.again(
        () -> new RedisListing(redis, queues, query, redis.now(), this::lookUp).page());
  }

  @Override
  public List<AttemptRecord> attempts(JobId id) {
    return redis.again(
        () -> row(id).map(found -> Stored.attempts(found.row.get(3))).orElse(List.of()));
  }

  @Override
  public List<ErrorGroup> errors(int limit) {
    return redis.again(() -> FailedAttempts.of(redis, queues.all(), limit));
  }

  @Override
  public long ahead(JobId id) {
    return redis.again(() -> aheadOf(id));
  }

  private long aheadOf(JobId id) {
    for (String queue : queues.all()) {
      if (rows(queue, id).get(0) != null) {
        return (Long)
            redis.run("ahead", Script.AHEAD, queue, List.of(Ids.bytes(id), Bytes.of(AHEAD_MAX)));
      }
    }
    return 0;
  }

  @Override
  public List<QueueRecord> queues() {
    return redis.again(
        () -> queues.all().stream().flatMap(queue -> queue(queue).stream()).toList());
  }

  @SuppressWarnings("unchecked") // as the script answers
  private Optional<QueueRecord> queue(String queue) {
    List<Long> n = (List<Long>) redis.run("queues", Script.QUEUES, queue, List.of());
    QueueRecord record =
        new QueueRecord(
            queue,
            n.get(0) == 1,
            n.get(1),
            n.get(2),
            n.get(3),
            n.get(4),
            n.get(5),
            n.get(6) < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(n.get(6))));
    return n.get(7) == 1 ? Optional.of(record) : Optional.empty();
  }

  @Override
  public List<AuditRecord> audit(int limit) {
    return redis.again(() -> Audit.latest(redis, queues, limit));
  }

  @Override
  public List<String> pausedTypes() {
    return redis.again(queues::paused);
  }

  @Override
  public Optional<Retention> retention() {
    return redis.again(retained::get);
  }

  @Override
  public List<HealthIssue> health() {
    return redis.again(this::findings);
  }

  private List<HealthIssue> findings() {
    List<HealthIssue> findings =
        new ArrayList<>(HealthCheck.of(redis.servers("check-up"), redis.name()));
    identity.finding().ifPresent(findings::add);
    findings.add(StoreRetention.finding(retained.get()));
    findings.addAll(OverdueLeases.findings(overdue()));
    return findings;
  }

  private List<OverdueLeases.InQueue> overdue() {
    String before = "(" + redis.now().minus(OverdueLeases.AFTER).toEpochMilli();
    List<OverdueLeases.InQueue> overdue = new ArrayList<>();
    for (String queue : queues.all()) {
      byte[] running = redis.keys().of(queue, "running");
      long jobs =
          redis.call(
              "check-up", jedis -> jedis.zcount(running, Bytes.latin("0"), Bytes.latin(before)));
      if (jobs > 0) {
        boolean paused = queue(queue).map(QueueRecord::paused).orElse(false);
        overdue.add(new OverdueLeases.InQueue(queue, jobs, paused));
      }
    }
    return overdue;
  }
}
