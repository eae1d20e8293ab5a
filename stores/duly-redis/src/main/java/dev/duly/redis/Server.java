package dev.duly.redis;

import java.util.HashMap;
import java.util.Map;

/**
 * What a server says of itself: the lines of {@code INFO}, and {@code appendfsync} where it may be
 * asked for.
 */
record Server(Map<String, String> says) {
  Server {
    says = Map.copyOf(says);
  }

  /** Of lines {@code name:value}. */
  static Server of(String info, Map<String, String> settings) {
    Map<String, String> says = new HashMap<>(settings);
    for (String line : info.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && !line.startsWith("#")) {
        says.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return new Server(says);
  }

  String text(String name) {
    return says.getOrDefault(name, "");
  }

  long number(String name) {
    String text = text(name);
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  String name() {
    return says.containsKey("valkey_version")
        ? "Valkey " + text("valkey_version")
        : "Redis " + text("redis_version");
  }

  /** Whether it is this version or a newer one; Valkey names the Redis that it can stand for. */
  boolean isAtLeast(int major, int minor) {
    String[] parts = text("redis_version").split("\\.", -1);
    int ours =
        parts.length < 2 ? 0 : Integer.parseInt(parts[0]) * 1_000 + Integer.parseInt(parts[1]);
    return ours >= major * 1_000 + minor;
  }

  /**
   * Whether {@code WAITAOF} answers no sooner than the disk has it. Some versions do under {@code
   * everysec} while nothing new is written: seen by {@code PowerCutTest} on Valkey 8.0.1, and told
   * of Redis 7.4 (fixed for 8.0) at https://github.com/redis/redis/pull/13793.
   */
  boolean confirmsWhatIsOnDisk() {
    boolean isOld = isAtLeast(7, 2) && !isAtLeast(7, 3);
    boolean isValkey = says.containsKey("valkey_version");
    boolean isMended =
        isValkey ? text("valkey_version").startsWith("7.2.") : isOld || isAtLeast(8, 0);
    return isMended || persistence() == Persistence.ALWAYS;
  }

  boolean isReplica() {
    return text("role").equals("slave");
  }

  boolean isOfACluster() {
    return text("cluster_enabled").equals("1");
  }

  boolean evicts() {
    return !text("maxmemory_policy").equals("noeviction");
  }

  /** How durable an acknowledged write is. */
  Persistence persistence() {
    if (!text("aof_enabled").equals("1")) {
      return Persistence.NONE;
    }
    return switch (text("appendfsync")) {
      case "always" -> Persistence.ALWAYS;
      case "" -> Persistence.LOG;
      case "no" -> Persistence.SYSTEM;
      default -> Persistence.EVERY_SECOND;
    };
  }

  /** When a write is on disk. */
  enum Persistence {
    /** Before it is acknowledged. */
    ALWAYS,
    /** About a second later. */
    EVERY_SECOND,
    /** When the operating system likes. */
    SYSTEM,
    /** It is logged; when that is synced, the server does not say. */
    LOG,
    /** Never, or in a snapshot now and then. */
    NONE
  }
}
