package dev.duly.cli.bench;

import dev.duly.backend.Backend;
import dev.duly.backend.room.HealthIssue;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import dev.duly.redis.BareRedis;
import dev.duly.redis.RedisBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Redis, where each store has keys with a prefix of its own, named like its folder, and gone when
 * the folder is and the next one is made, or at the end.
 */
final class RedisEngine implements Engine {
  private static final int AT_ONCE = 1_000;

  private final String server;
  private final List<Path> folders = new ArrayList<>();

  /**
   * An engine.
   *
   * @param server {@code redis://user:password@host:port/database}
   */
  RedisEngine(String server) {
    this.server = server;
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String durability() {
    try (Backend backend = RedisBackend.url(server)) {
      return backend.rooms().inspector().orElseThrow().health().stream()
          .map(HealthIssue::text)
          .collect(Collectors.joining("; "));
    }
  }

  @Override
  public synchronized String store(Path folder) {
    if (!folders.contains(folder)) {
      if (folders.isEmpty()) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::dropAll));
      }
      drop(folders.stream().filter(old -> !Files.exists(old)).toList());
      folders.add(folder);
    }
    return server + "?prefix=" + prefix(folder);
  }

  /** Letters and digits. */
  static String prefix(Path folder) {
    return "bench" + folder.getFileName().toString().replaceAll("\\D", "");
  }

  private void dropAll() {
    try {
      drop(List.copyOf(folders));
    } catch (JedisException e) {
      // The server has gone, and with it our keys.
    }
  }

  private void drop(List<Path> gone) {
    try (RedisClient client = RedisClient.create(server)) {
      for (Path folder : gone) {
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
          ScanResult<String> found =
              client.scan(cursor, new ScanParams().match(prefix(folder) + ":*").count(AT_ONCE));
          if (!found.getResult().isEmpty()) {
            client.unlink(found.getResult().toArray(String[]::new));
          }
          cursor = found.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        folders.remove(folder);
      }
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

  @Override
  public boolean isShared() {
    return true;
  }
}
