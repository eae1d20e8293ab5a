package dev.duly.redis;

import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.LogLine;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.Retention;
import dev.duly.backend.support.ErrorGroups;
import dev.duly.backend.support.OverdueLeases;
import dev.duly.backend.support.StoreRetention;
import dev.duly.job.AttemptRecord;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

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

  @SuppressWarnings("unchecked") // as the script answers
  private List<@Nullable List<byte @Nullable []>> rows(String queue, List<JobId> ids) {
    return (List<@Nullable List<byte @Nullable []>>)
        redis.run("find", Script.READ, queue, ids.stream().map(Ids::bytes).toList());
  }

  /** What there is of one job; empty if it is not stored. */
  private Optional<List<byte @Nullable []>> row(JobRef job) {
    return queues.all().contains(job.queue())
        ? Optional.ofNullable(rows(job.queue(), List.of(job.id())).get(0))
        : Optional.empty();
  }

  @Override
  public List<JobRecord> find(List<JobRef> jobs) {
    Map<JobRef, JobRecord> stored = redis.again(() -> stored(jobs));
    return jobs.stream().flatMap(job -> Stream.ofNullable(stored.get(job))).toList();
  }

  /** One round trip for each queue. */
  private Map<JobRef, JobRecord> stored(List<JobRef> jobs) {
    Map<JobRef, JobRecord> stored = new HashMap<>();
    byQueue(jobs)
        .forEach(
            (queue, ids) -> {
              List<@Nullable List<byte @Nullable []>> rows = rows(queue, ids);
              for (int i = 0; i < ids.size(); i++) {
                List<byte @Nullable []> row = rows.get(i);
                if (row != null) {
                  JobRecord record = Stored.record(queue, ids.get(i), row);
                  stored.put(record.ref(), record);
                }
              }
            });
    return stored;
  }

  @Override
  public List<Optional<JobState>> states(List<JobRef> jobs) {
    Map<JobRef, JobState> stored = redis.again(() -> statesOf(jobs));
    return jobs.stream().map(job -> Optional.ofNullable(stored.get(job))).toList();
  }

  private Map<JobRef, JobState> statesOf(List<JobRef> jobs) {
    Map<JobRef, JobState> stored = new HashMap<>();
    byQueue(jobs)
        .forEach(
            (queue, ids) -> {
              byte[] letters =
                  (byte[])
                      redis.run(
                          "states", Script.STATES, queue, ids.stream().map(Ids::bytes).toList());
              for (int i = 0; i < letters.length; i++) {
                if (letters[i] != '-') {
                  JobState state = JobState.read(Stored.stateText((char) letters[i]));
                  stored.put(new JobRef(queue, ids.get(i)), state);
                }
              }
            });
    return stored;
  }

  private Map<String, List<JobId>> byQueue(List<JobRef> jobs) {
    Map<String, List<JobId>> byQueue = new TreeMap<>();
    for (JobRef job : jobs) {
      byQueue.computeIfAbsent(job.queue(), queue -> new ArrayList<>()).add(job.id());
    }
    byQueue.keySet().retainAll(queues.all());
    return byQueue;
  }

  @Override
  public List<JobRef> refs(JobId id) {
    return redis.again(() -> everywhere(id)).stream().map(JobRecord::ref).toList();
  }

  /** Each queue has its own ids. */
  private List<JobRecord> everywhere(JobId id) {
    List<JobRef> anywhere = queues.all().stream().map(queue -> new JobRef(queue, id)).toList();
    Map<JobRef, JobRecord> stored = stored(anywhere);
    return anywhere.stream().flatMap(job -> Stream.ofNullable(stored.get(job))).toList();
  }

  @Override
  public JobPage list(JobQuery query) {
    return redis.again(() -> new RedisListing(redis, queues, query, this::everywhere).page());
  }

  @Override
  public List<AttemptRecord> attempts(JobRef job) {
    return redis.again(() -> row(job).map(row -> Stored.attempts(row.get(3))).orElse(List.of()));
  }

  List<LogLine> log(JobRef job) {
    return redis.again(() -> row(job).map(Stored::log).orElse(List.of()));
  }

  @Override
  public List<ErrorGroup> errors(int limit) {
    return redis.again(() -> FailedAttempts.of(redis, queues.all(), limit));
  }

  @Override
  public long ahead(JobRef job) {
    return redis.again(
        () ->
            queues.all().contains(job.queue())
                ? (Long)
                    redis.run(
                        "ahead",
                        Script.AHEAD,
                        job.queue(),
                        List.of(Ids.bytes(job.id()), Bytes.of(AHEAD_MAX)))
                : 0L);
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

  /** Reads the attempts of all jobs that have failed, some at a time. */
  private static final class FailedAttempts {
    private static final int AT_ONCE = 200;

    private final Redis redis;
    private final ErrorGroups groups = new ErrorGroups();

    private FailedAttempts(Redis redis) {
      this.redis = redis;
    }

    /** The latest first. */
    static List<ErrorGroup> of(Redis redis, List<String> queues, int limit) {
      FailedAttempts errors = new FailedAttempts(redis);
      queues.forEach(errors::count);
      return errors.groups.latest(limit);
    }

    private void count(String queue) {
      byte[] key = redis.keys().of(queue, "tried");
      ScanParams some = new ScanParams().count(AT_ONCE);
      Set<String> seen = new HashSet<>(); // a scan may bring one twice
      byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
      do {
        byte[] from = cursor;
        ScanResult<Map.Entry<byte[], byte[]>> found =
            redis.call("errors", jedis -> jedis.hscan(key, from, some));
        List<byte[]> ids =
            found.getResult().stream()
                .map(Map.Entry::getKey)
                .filter(id -> seen.add(Bytes.latin(id)))
                .toList();
        count(queue, ids);
        cursor = found.getCursorAsBytes();
      } while (!Bytes.latin(cursor).equals(ScanParams.SCAN_POINTER_START));
    }

    @SuppressWarnings("unchecked") // as the script answers
    private void count(String queue, List<byte[]> ids) {
      List<@Nullable List<byte @Nullable []>> rows =
          (List<@Nullable List<byte @Nullable []>>) redis.run("errors", Script.READ, queue, ids);
      for (int i = 0; i < ids.size(); i++) {
        List<byte @Nullable []> row = rows.get(i);
        if (row != null) {
          JobId id = Ids.of(ids.get(i));
          groups.add(Stored.record(queue, id, row), Stored.attempts(row.get(3)));
        }
      }
    }
  }
}
