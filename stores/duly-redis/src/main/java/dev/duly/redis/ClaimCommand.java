package dev.duly.redis;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Demand;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Job;
import dev.duly.job.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks one queue for in one go, as {@code claim.lua} reads it, and the claims that
 * come of it. Each demand has twelve bytes of its own, made before it is asked: by them a repeated
 * request is known (rule C10).
 */
final class ClaimCommand {
  /** Claims in one turn. */
  static final int JOBS_MAX = 1_000;

  private static final int WORKER_BYTES_MAX = 200;
  private static final int PUT_BACK = 6; // its place in an answer, if there is any

  private final WorkerInfo info;
  private final String queue;
  private final List<Demand> demands = new ArrayList<>();
  private final List<byte[]> marks = new ArrayList<>();

  ClaimCommand(WorkerInfo info, String queue) {
    this.info = info;
    this.queue = queue;
  }

  void add(Demand demand, byte[] mark) {
    demands.add(demand);
    marks.add(mark);
  }

  boolean isEmpty() {
    return demands.isEmpty();
  }

  /**
   * The table.
   *
   * @param again whether the request may have been answered before
   */
  void write(Packed out, boolean again) {
    out.map(4)
        .key("worker")
        .bytes(Bytes.utf8(info.worker(), WORKER_BYTES_MAX))
        .key("lease")
        .number(info.lease().toMillis())
        .key("again")
        .bool(again)
        .key("demands")
        .array(demands.size());
    for (int i = 0; i < demands.size(); i++) {
      out.array(3)
          .bytes(levels(demands.get(i).levels()))
          .number(Math.min(demands.get(i).max(), JOBS_MAX))
          .bytes(marks.get(i));
    }
  }

  private static byte[] levels(List<Priority> levels) {
    StringBuilder text = new StringBuilder();
    levels.forEach(level -> text.append(Priority.STRICT.indexOf(level)));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * What a queue answered.
   *
   * @param putBack how many a pool took of a type that is paused, and put back
   */
  record Answer(List<Claim> claims, Map<String, Integer> putBack, long nextMillis) {}

  /** The claims, and in how many milliseconds to look again; -1 if nothing is to come. */
  @SuppressWarnings("unchecked") // as the script answers
  Answer read(List<Object> answers) {
    List<Claim> claims = new ArrayList<>();
    Map<String, Integer> putBack = new HashMap<>();
    long next = -1;
    for (int i = 0; i < answers.size(); i++) {
      List<Object> answer = (List<Object>) answers.get(i);
      read(demands.get(i).pool(), answer, claims);
      if (answer.size() > PUT_BACK) {
        putBack.merge(
            demands.get(i).pool(), ((Long) answer.get(PUT_BACK)).intValue(), Integer::sum);
      }
      long millis = (Long) answer.get(5);
      next = next < 0 ? millis : millis < 0 ? next : Math.min(next, millis);
    }
    return new Answer(claims, putBack, next);
  }

  @SuppressWarnings("unchecked")
  private void read(String pool, List<Object> answer, List<Claim> into) {
    String record = Bytes.latin((byte[]) answer.get(0));
    Instant at = Instant.ofEpochMilli((Long) answer.get(1));
    List<byte[]> ids = (List<byte[]>) answer.get(2);
    List<byte[]> jobs = (List<byte[]>) answer.get(3);
    List<byte @Nullable []> mores = (List<byte @Nullable []>) answer.get(4);
    Duration lease = info.lease();
    for (int i = 0; i < ids.size(); i++) {
      byte[] id = ids.get(i);
      byte[] more = mores.isEmpty() ? null : mores.get(i);
      RedisToken token = new RedisToken(record, Bytes.latin(id));
      Job job = Stored.job(queue, Ids.of(id), jobs.get(i), more);
      into.add(
          new Claim(
              ClaimRef.of(job, token, at),
              job,
              pool,
              lease,
              Stored.cancelAsked(more),
              OptionalLong.of(token.fence())));
    }
  }
}
