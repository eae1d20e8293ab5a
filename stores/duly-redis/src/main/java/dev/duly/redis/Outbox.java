package dev.duly.redis;

import dev.duly.backend.BackendException;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follow-up jobs for other queues. A settlement leaves them in its own queue's outbox, in the same
 * step; from there they are stored where they belong, by their ids, and taken out. A process that
 * stops in between leaves the rest to the next who looks. Thread-safe.
 */
final class Outbox {
  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

  private static final int LONG = 255; // the length follows

  private final Redis redis;
  private final Queues queues;
  private final Runnable arrived;

  Outbox(Redis redis, Queues queues, Runnable arrived) {
    this.redis = redis;
    this.queues = queues;
    this.arrived = arrived;
  }

  /** Who hears of each job that met another which holds its unique key, before it is taken out. */
  interface Met {
    void told(JobRef job, Enqueued answer);
  }

  /** The settlement has applied whatever comes of this: what is left is for the chores. */
  void tryToEmpty(String queue) {
    tryToEmpty(queue, (job, answer) -> {});
  }

  void tryToEmpty(String queue, Met met) {
    try {
      empty(queue, met);
    } catch (BackendException e) {
      LOG.log(System.Logger.Level.DEBUG, "redis: follow-up jobs are still in the outbox", e);
    }
  }

  /** A job as it lies there: its queue, its due time and its body. */
  static byte[] line(EncodedJob job) {
    byte[] due = EnqueueCommand.due(job);
    Bytes line = new Bytes(256).text(job.queue(), 1);
    if (due.length < LONG) {
      line.number(due.length, 1);
    } else {
      line.number(LONG, 1).number(due.length, 2);
    }
    return line.raw(due).raw(Body.of(job).bytes()).done();
  }

  void empty(String queue) {
    empty(queue, (job, answer) -> {});
  }

  private void empty(String queue, Met met) {
    byte[] key = redis.keys().of(queue, "outbox");
    Map<byte[], byte[]> all = new TreeMap<>(Arrays::compareUnsigned); // a schedule's by time
    all.putAll(redis.call("follow-up jobs", jedis -> jedis.hgetAll(key)));
    Map<String, List<byte[]>> byQueue = new LinkedHashMap<>();
    all.forEach(
        (id, bytes) -> {
          Bytes.Reader in = new Bytes.Reader(bytes, 0);
          List<byte[]> jobs = byQueue.computeIfAbsent(in.text(1), q -> new ArrayList<>());
          jobs.add(id);
          int length = (int) in.number(1);
          jobs.add(in.raw(length == LONG ? (int) in.number(2) : length));
          jobs.add(in.rest());
        });
    byQueue.forEach(
        (target, jobs) -> {
          List<Object> taken =
              queues.runKnown("enqueue of follow-up jobs", Script.ENQUEUE, target, jobs);
          for (int i = 0; i < taken.size(); i += 2) {
            long place = (Long) taken.get(i);
            if (place < 0) {
              met.told(
                  new JobRef(target, Ids.of(jobs.get((int) (3 * (-place - 1))))),
                  EnqueueCommand.UniqueTerms.met((byte[]) taken.get(i + 1)));
            }
          }
          byte[][] ids = new byte[jobs.size() / 3][];
          for (int i = 0; i < ids.length; i++) {
            ids[i] = jobs.get(3 * i);
          }
          redis.call("follow-up jobs", jedis -> jedis.hdel(key, ids));
        });
    if (!all.isEmpty()) {
      arrived.run();
    }
  }
}
