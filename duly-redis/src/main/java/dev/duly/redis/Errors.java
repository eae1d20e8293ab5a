package dev.duly.redis;

import dev.duly.backend.ErrorGroup;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Failures by fingerprint, counted attempt by attempt over all jobs that have failed. */
final class Errors {
  private static final int AT_ONCE = 200;

  private final Redis redis;
  private final Map<String, ErrorGroup> groups = new LinkedHashMap<>();

  private Errors(Redis redis) {
    this.redis = redis;
  }

  /** The latest first. */
  static List<ErrorGroup> of(Redis redis, List<String> queues, int limit) {
    Errors errors = new Errors(redis);
    queues.forEach(errors::count);
    return errors.groups.values().stream()
        .sorted(Comparator.comparing(ErrorGroup::last).reversed())
        .limit(limit)
        .toList();
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
        JobId id = new JobId(Bytes.latin(ids.get(i)));
        count(Stored.record(queue, id, row), Stored.attempts(row.get(3)));
      }
    }
  }

  private void count(JobRecord job, List<AttemptRecord> attempts) {
    Set<String> seen = new HashSet<>();
    for (AttemptRecord attempt : attempts) {
      for (Failure failure : attempt.failure().stream().toList()) {
        boolean first = seen.add(failure.fingerprint());
        groups.merge(failure.fingerprint(), one(job, attempt, failure, first), Errors::both);
      }
    }
  }

  /** One attempt; it counts its job if it is the job's first of the group. */
  private static ErrorGroup one(JobRecord job, AttemptRecord at, Failure failure, boolean first) {
    boolean died =
        job.state() == JobState.DEAD
            && job.lastError().map(Failure::fingerprint).equals(Optional.of(failure.fingerprint()));
    return new ErrorGroup(
        failure,
        1,
        first ? 1 : 0,
        first && died ? 1 : 0,
        at.endedAt(),
        at.endedAt(),
        job.job().id(),
        job.job().type());
  }

  private static ErrorGroup both(ErrorGroup a, ErrorGroup b) {
    ErrorGroup latest = a.last().isBefore(b.last()) ? b : a;
    return new ErrorGroup(
        latest.latest(),
        a.failures() + b.failures(),
        a.jobs() + b.jobs(),
        a.dead() + b.dead(),
        a.first().isBefore(b.first()) ? a.first() : b.first(),
        latest.last(),
        latest.sample(),
        latest.type());
  }
}
