package dev.duly.redis;

import dev.duly.backend.BackendException;
import dev.duly.backend.room.HealthIssue;
import java.util.ArrayList;
import java.util.List;

/** Checks whether a server is fit to keep jobs, and says how durable its writes are. */
final class HealthCheck {
  private static final int FULL_PERCENT = 80;

  private HealthCheck() {}

  /**
   * Refuses a server on which jobs could vanish without a word, or that cannot take any.
   *
   * @throws BackendException saying why and what to do
   */
  static void requireFit(
      List<Server> servers, RedisUrl.Kind kind, RedisOptions options, String name) {
    List<String> problems = new ArrayList<>();
    for (Server server : servers) {
      if (!server.isAtLeast(6, 2)) {
        problems.add(server.name() + " is too old: at least 6.2 is needed");
      }
      if (server.isReplica()) {
        problems.add(
            "this server is a replica, which takes no writes: name the primary, or use"
                + " redis-sentinel://");
      }
      if (server.isOfACluster() != (kind == RedisUrl.Kind.CLUSTER)) {
        problems.add(
            server.isOfACluster()
                ? "this server is a node of a Cluster: use redis-cluster://"
                : "this server is no node of a Cluster: use redis://");
      }
      options.writeConcern().ifPresent(wanted -> confirmable(server, wanted, problems));
      if (server.evicts() && !options.evictionAllowed()) {
        problems.add(
            "maxmemory-policy is "
                + server.text("maxmemory_policy")
                + ", so the server may throw jobs away when memory is short: set it to noeviction,"
                + " or open with RedisOptions.withEvictionAllowed() if that is what you want");
      }
    }
    if (!problems.isEmpty()) {
      throw new BackendException(
          "redis: "
              + name
              + " cannot keep jobs: "
              + String.join("; ", problems.stream().distinct().toList()));
    }
  }

  private static void confirmable(Server server, WriteConcern wanted, List<String> problems) {
    if (wanted.onDisk() && !server.isAtLeast(7, 2)) {
      problems.add(server.name() + " cannot confirm that jobs are on disk: Redis 7.2 or 8 can");
    } else if (wanted.onDisk() && !server.confirmsWhatIsOnDisk()) {
      problems.add(
          server.name()
              + " may confirm jobs before they are on disk (a fault of Redis 7.4 and Valkey 8 with"
              + " appendfsync everysec): CONFIG SET appendfsync always, or use Redis 7.2 or 8");
    }
    if (wanted.onDisk() && server.persistence() == Server.Persistence.NONE) {
      problems.add("jobs cannot be confirmed to be on disk: CONFIG SET appendonly yes");
    }
  }

  static List<HealthIssue> of(List<Server> servers, String name) {
    List<HealthIssue> findings = new ArrayList<>();
    Server first = servers.get(0);
    findings.add(
        HealthIssue.ok(
            first.name()
                + " answers at "
                + name
                + (servers.size() > 1 ? ", with " + servers.size() + " primaries" : "")));
    for (Server server : servers) {
      add(findings, persistence(server));
      if (server.evicts()) {
        add(
            findings,
            HealthIssue.error(
                "the server may throw jobs away: maxmemory-policy is "
                    + server.text("maxmemory_policy"),
                "CONFIG SET maxmemory-policy noeviction"));
      } else {
        add(findings, HealthIssue.ok("nothing is evicted: maxmemory-policy is noeviction"));
      }
      memory(server, findings);
      disk(server, findings);
    }
    return findings;
  }

  /** The nodes of a Cluster mostly say the same. */
  private static void add(List<HealthIssue> findings, HealthIssue finding) {
    if (!findings.contains(finding)) {
      findings.add(finding);
    }
  }

  private static HealthIssue persistence(Server server) {
    return switch (server.persistence()) {
      case ALWAYS -> HealthIssue.ok("an acknowledged job is on disk: appendfsync is always");
      case EVERY_SECOND ->
          HealthIssue.warning(
              "a crash of the server may lose the jobs of the last second: appendfsync is everysec",
              "CONFIG SET appendfsync always, if a job must survive that");
      case SYSTEM ->
          HealthIssue.warning(
              "a crash of the machine may lose the jobs of half a minute: appendfsync is no",
              "CONFIG SET appendfsync always, or everysec");
      case LOG ->
          HealthIssue.warning(
              "jobs are logged, but when the log is on disk the server does not say",
              "see appendfsync in its settings");
      case NONE ->
          HealthIssue.warning(
              "jobs are in memory alone and go with the server: appendonly is no",
              "CONFIG SET appendonly yes");
    };
  }

  private static void memory(Server server, List<HealthIssue> findings) {
    long max = server.number("maxmemory");
    long used = server.number("used_memory");
    if (max > 0 && used * 100 / max >= FULL_PERCENT) {
      add(
          findings,
          HealthIssue.warning(
              "memory is " + used * 100 / max + " % full; at 100 % nothing can be enqueued",
              "raise maxmemory, or keep completed jobs for less long"));
    }
  }

  private static void disk(Server server, List<HealthIssue> findings) {
    if (server.text("aof_last_write_status").equals("err")) {
      add(
          findings,
          HealthIssue.error("the server could not write its log", "give it room, see its own log"));
    }
    if (server.text("rdb_last_bgsave_status").equals("err")) {
      add(
          findings,
          HealthIssue.error("the server's last snapshot failed", "give it room, see its own log"));
    }
  }
}
