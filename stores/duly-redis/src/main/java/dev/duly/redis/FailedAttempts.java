package dev.duly.redis;

import dev.duly.backend.room.ErrorGroup;
import dev.duly.backend.support.ErrorGroups;
import dev.duly.job.JobId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Reads the attempts of all jobs that have failed, some at a time. */
final class FailedAttempts {
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
