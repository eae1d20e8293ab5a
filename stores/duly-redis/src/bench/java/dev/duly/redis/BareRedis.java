package dev.duly.redis;

import dev.duly.bench.ConcurrentCallers;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.UnifiedJedis;

/**
 * The bare loop on Redis: the backend's own scripts on one connection, each for a whole bulk or
 * turn, with the least they take, and nothing around them. Storing jobs is thread-safe, the rest is
 * not.
 */
public final class BareRedis implements Contender {
  private static final String ID_BEFORE = "~000000"; // as long as a real one, as it is kept
  private static final byte[] NONE = {};
  private static final String QUEUE = "default";
  private static final byte[] WORKER = Bytes.latin("bare");

  /** A row of a session's report, about as long as a real one. */
  private static final byte[] REPORT = new byte[60 + 18];

  private final UnifiedJedis redis;
  private final Scripts scripts = new Scripts();
  private final Workload workload;
  private final List<byte[]> keys;
  private final byte[] body;
  private final AtomicInteger ids = new AtomicInteger(1_000_000_000);
  private long turns;

  /** What a claim brought. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Held(byte[] claim, List<byte[]> ids) {}

  /**
   * On keys that are not there yet.
   *
   * @param store {@code redis://user:password@host:port/database?prefix=NAME}
   */
  public BareRedis(String store, Workload workload) {
    this.workload = workload;
    RedisUrl url = RedisUrl.parse(store, Map.of());
    this.redis = Clients.of(url);
    this.keys = new Keys(url.prefix().orElseThrow()).of(QUEUE);
    this.body = Body.of(new EncodedJob(new JobId("bare"), "noop", QUEUE, Workload.PAYLOAD)).bytes();
    for (Script script : List.of(Script.ENQUEUE, Script.TURN, Script.KNOWN)) {
      redis.scriptLoad(scripts.code(script), keys.get(0));
    }
    run(Script.KNOWN, List.of(NONE, Bytes.of(0), NONE));
  }

  private Object run(Script script, List<byte[]> arguments) {
    return redis.evalsha(scripts.sha(script), keys, arguments);
  }

  @Override
  public void enqueue(int jobs) {
    for (int done = 0; done < jobs; done += workload.bulk()) {
      store(workload.bulk());
    }
  }

  private void store(int jobs) {
    List<byte[]> arguments = new ArrayList<>(1 + 3 * jobs);
    arguments.add(NONE);
    for (int i = 0; i < jobs; i++) {
      arguments.add(Bytes.latin(ID_BEFORE + ids.getAndIncrement()));
      arguments.add(NONE);
      arguments.add(body);
    }
    run(Script.ENQUEUE, arguments);
  }

  /** A connection for each thread. */
  @Override
  public void enqueueSingly(int jobs, int threads) throws Exception {
    ConcurrentCallers.each(
        threads,
        () -> {
          for (int i = 0; i < jobs / threads; i++) {
            store(1);
          }
        });
  }

  @Override
  public void sustain(int jobs) {
    for (int done = 0; done < jobs; done += workload.bulk()) {
      store(workload.bulk());
      drain(workload.bulk());
    }
  }

  @Override
  public void drain(int jobs) {
    Held held = new Held(NONE, List.of());
    for (int done = 0; done < jobs; ) {
      done += held.ids.size();
      held = turn(held);
    }
  }

  @SuppressWarnings("unchecked") // as the script answers
  private Held turn(Held held) {
    Packed table = new Packed().map(3).key("reports");
    if (held.ids.isEmpty()) {
      table.array(0).key("settlements").array(0);
    } else {
      table.array(1).array(2).bytes(WORKER).bytes(REPORT);
      table.key("settlements").array(1).map(3).key("claim").bytes(held.claim);
      table.key("from").number(3).key("to").number(2 + held.ids.size());
    }
    table.key("claim").map(4).key("worker").bytes(WORKER).key("lease").number(30_000);
    table.key("again").bool(false).key("demands").array(1).array(3).latin("012");
    table.number(workload.slots()).latin(String.format("%012d", ++turns));
    List<byte[]> arguments = new ArrayList<>(held.ids.size() + 2);
    arguments.add(NONE);
    arguments.add(table.done());
    arguments.addAll(held.ids);
    List<Object> answer = (List<Object>) run(Script.TURN, arguments);
    List<Object> claim = (List<Object>) ((List<Object>) answer.get(1)).get(0);
    List<byte[]> jobs = (List<byte[]>) claim.get(3);
    for (byte[] job : jobs) {
      if (job.length < Workload.PAYLOAD.size()) {
        throw new IllegalStateException("a payload came back shorter");
      }
    }
    return new Held((byte[]) claim.get(0), (List<byte[]>) claim.get(2));
  }

  @Override
  public void close() {
    redis.close();
  }
}
