package dev.duly.redis;

import dev.duly.bench.Contender;
import dev.duly.bench.Threads;
import dev.duly.bench.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.RedisClient;

/**
 * Redis without us: our own scripts in a loop on one connection, each for a whole bulk or turn,
 * with the least they take.
 */
public final class BareRedis implements Contender {
  private static final String ID_BEFORE = "~000000"; // as long as ours, as they are kept
  private static final byte[] NONE = {};
  private static final List<String> KEYS =
      List.of(
          "job",
          "state",
          "more",
          "tried",
          "result",
          "ready0",
          "ready1",
          "ready2",
          "later0",
          "later1",
          "later2",
          "held",
          "running",
          "completed",
          "dead",
          "cancelled",
          "queue",
          "order",
          "old",
          "audit",
          "outbox",
          "report",
          "reported");

  /** A row of a session's report, about as long as Duly's. */
  private static final byte[] REPORT = new byte[60];

  private final RedisClient redis;
  private final Workload workload;
  private final List<byte[]> keys;
  private final byte[] enqueue;
  private final byte[] turn;
  private final byte[] body;
  private final AtomicInteger ids = new AtomicInteger(1_000_000_000);
  private long turns;

  /** What a claim brought. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Held(byte[] claim, List<byte[]> ids) {}

  public BareRedis(String store, Workload workload) throws IOException {
    this.workload = workload;
    int query = store.indexOf("?prefix=");
    String prefix = store.substring(query + "?prefix=".length());
    this.redis = RedisClient.create(store.substring(0, query));
    this.keys = KEYS.stream().map(name -> bytes(prefix + ":{default}:" + name)).toList();
    this.enqueue = redis.scriptLoad(script("enqueue"), keys.get(0));
    this.turn = redis.scriptLoad(script("turn"), keys.get(0));
    this.body = body();
    redis.evalsha(
        redis.scriptLoad(script("known"), keys.get(0)), keys, List.of(NONE, bytes("0"), NONE));
  }

  /** The very scripts of the backend. */
  private static byte[] script(String name) throws IOException {
    try (InputStream common = RedisBackend.class.getResourceAsStream("common.lua");
        InputStream verb = RedisBackend.class.getResourceAsStream(name + ".lua")) {
      return bytes(text(common) + text(verb));
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Flags of a plain job of the middle level, its type, its payload. */
  private static byte[] body() {
    byte[] payload = Workload.PAYLOAD.bytes();
    byte[] body = new byte[6 + payload.length];
    body[0] = 1 + 4 + 8;
    body[1] = 4;
    System.arraycopy(bytes("noop"), 0, body, 2, 4);
    System.arraycopy(payload, 0, body, 6, payload.length);
    return body;
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
      arguments.add(bytes(ID_BEFORE + ids.getAndIncrement()));
      arguments.add(NONE);
      arguments.add(body);
    }
    redis.evalsha(enqueue, keys, arguments);
  }

  /** A connection for each thread. */
  @Override
  public void enqueueSingly(int jobs, int threads) throws Exception {
    Threads.each(
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
    List<byte[]> arguments = new ArrayList<>(held.ids.size() + 16);
    arguments.add(NONE);
    arguments.add(bytes(held.ids.isEmpty() ? "0" : "1"));
    if (!held.ids.isEmpty()) {
      arguments.add(bytes("bare"));
      arguments.add(REPORT);
    }
    arguments.add(bytes(String.valueOf(held.ids.size())));
    if (!held.ids.isEmpty()) {
      arguments.add(bytes("c"));
      arguments.add(held.claim);
      arguments.add(bytes(String.valueOf(held.ids.size())));
      arguments.addAll(held.ids);
    }
    arguments.add(bytes("bare"));
    arguments.add(bytes("30000"));
    arguments.add(bytes("0"));
    arguments.add(bytes("1"));
    arguments.add(bytes("012"));
    arguments.add(bytes(String.valueOf(workload.slots())));
    arguments.add(bytes(String.format("%012d", ++turns)));
    List<Object> answer = (List<Object>) redis.evalsha(turn, keys, arguments);
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
