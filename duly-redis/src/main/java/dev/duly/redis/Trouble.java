package dev.duly.redis;

import dev.duly.backend.BackendException;
import java.util.Map;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** What is said when Redis cannot: what happened, why, and what to do. */
final class Trouble {
  /** By how Redis's own words begin. */
  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry("WRONGPASS", "the password or the user is wrong: mend the URL"),
          Map.entry("NOAUTH", "the server wants a password: add it to the URL"),
          Map.entry("NOPERM", "the user may not do this: it needs all commands on its keys"),
          Map.entry("ERR DB index", "the server has no such database: mend the number in the URL"),
          Map.entry("LOADING", "the server is still reading its data: it will be there soon"),
          Map.entry(
              "READONLY", "this server is a replica: name the primary, or use redis-sentinel://"),
          Map.entry(
              "MISCONF", "the server cannot write its data to disk: give it room, see its log"),
          Map.entry("OOM", "the server has reached maxmemory; nothing was stored: give it more"),
          Map.entry("WRONGTYPE", "a key of ours holds something else: it was written by others"),
          Map.entry("BUSY", "a script has been running for seconds: see the server's log"),
          Map.entry("CLUSTERDOWN", "the cluster has lost nodes: see CLUSTER INFO"),
          Map.entry("MASTERDOWN", "the primary is gone: wait for the failover"),
          Map.entry("NOREPLICAS", "too few replicas are there: see min-replicas-to-write"));

  private Trouble() {}

  static BackendException of(String verb, String name, JedisException e) {
    String said = String.valueOf(e.getMessage());
    String remedy =
        REMEDIES.entrySet().stream()
            .filter(
                entry -> said.startsWith(entry.getKey()) || said.contains(": -" + entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseGet(() -> remedy(e));
    return new BackendException(
        "redis: " + verb + " on " + name + " failed: " + remedy + " (" + said + ")", e);
  }

  private static String remedy(JedisException e) {
    if (e instanceof JedisDataException) {
      return "the server refused it";
    }
    return "the server did not answer: is it running, and is this its address?";
  }

  /** Whether the same may succeed soon: the connection failed, or the server is not ready. */
  static boolean isPassing(BackendException e) {
    if (!(e.getCause() instanceof JedisException cause)) {
      return false;
    }
    String said = String.valueOf(cause.getMessage());
    return isOfTheConnection(e)
        || said.startsWith("LOADING")
        || said.startsWith("CLUSTERDOWN")
        || said.startsWith("MASTERDOWN");
  }

  /** Whether nobody knows if it was done. */
  static boolean isOfTheConnection(BackendException e) {
    return e.getCause() instanceof JedisConnectionException
        || (e.getCause() instanceof JedisException
            && !(e.getCause() instanceof JedisDataException));
  }
}
