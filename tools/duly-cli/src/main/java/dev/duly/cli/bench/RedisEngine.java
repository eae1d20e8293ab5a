package dev.duly.cli.bench;

import dev.duly.backend.Backend;
import dev.duly.backend.room.HealthIssue;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import dev.duly.redis.BareRedis;
import dev.duly.redis.RedisBackend;
import java.nio.file.Path;
import java.util.stream.Collectors;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Redis, where each store has keys with a prefix of its own. */
final class RedisEngine extends ServerEngine {
  private static final int AT_ONCE = 1_000;

  /**
   * An engine.
   *
   * @param server {@code redis://user:password@host:port/database}
   */
  RedisEngine(String server) {
    super(server);
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String durability() {
    try (Backend backend = RedisBackend.url(server())) {
      return backend.rooms().inspector().orElseThrow().health().stream()
          .map(HealthIssue::text)
          .collect(Collectors.joining("; "));
    }
  }

  /** It comes with its first key. */
  @Override
  void create(Path folder) {}

  @Override
  String url(Path folder) {
    return prefixed(folder);
  }

  @Override
  boolean isAway(RuntimeException failure) {
    return failure instanceof JedisException;
  }

  @Override
  void drop(Path folder) {
    ScanParams ours = new ScanParams().match(prefix(folder) + ":*").count(AT_ONCE);
    try (RedisClient client = RedisClient.create(server())) {
      String cursor = ScanParams.SCAN_POINTER_START;
      do {
        ScanResult<String> found = client.scan(cursor, ours);
        if (!found.getResult().isEmpty()) {
          client.unlink(found.getResult().toArray(String[]::new));
        }
        cursor = found.getCursor();
      } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    }
  }

  @Override
  public Backend open(String store) {
    return RedisBackend.url(store);
  }

  @Override
  public Contender bare(String store, Workload workload) throws Exception {
    return new BareRedis(store, workload);
  }
}
