package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivateRedis;
import dev.duly.lab.server.PrivateRedisCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An enqueue that returns when replicas or disks have the jobs, and not before. */
@Tag("faults")
class WaitForReplicasTest {
  private static final WriteConcern ONE_REPLICA = WriteConcern.byReplicas(1, Duration.ofSeconds(4));

  /** For replicas that do not answer. */
  private static final WriteConcern IN_VAIN = WriteConcern.byReplicas(1, Duration.ofMillis(300));

  private static List<EncodedJob> job(String id) {
    return List.of(new EncodedJob(new JobId(id), "t", "q", Payload.json("1")));
  }

  private static RedisBackend open(String url, WriteConcern confirmation) {
    return RedisBackend.url(url, RedisOptions.DEFAULT.withWriteConcern(confirmation));
  }

  private static void assertStoredOn(PrivateRedis server, String id) throws IOException {
    assertThat(server.ask("HEXISTS duly:{q}:job " + id)).startsWith(":1");
  }

  @Test
  void a_replica_has_each_job_when_enqueue_returns() throws Exception {
    try (PrivateRedis primary = PrivateRedis.start();
        PrivateRedis replica = primary.startReplica();
        RedisBackend backend = open(primary.url(), ONE_REPLICA)) {
      for (int i = 0; i < 100; i++) {
        assertThat(backend.enqueue(job("a" + i)))
            .containsExactly(new Enqueued.Stored(new JobId("a" + i)));
        assertStoredOn(replica, "a" + i);
      }
    }
  }

  @Test
  void what_no_replica_confirms_is_said_to_be_unsure_and_may_be_sent_again() throws Exception {
    try (PrivateRedis primary = PrivateRedis.start();
        PrivateRedis replica = primary.startReplica();
        RedisBackend backend = open(primary.url(), IN_VAIN);
        RedisBackend other = open(primary.url(), IN_VAIN);
        RedisBackend patient = open(primary.url(), ONE_REPLICA)) {
      patient.enqueue(job("before"));
      replica.freeze();
      // What the first stored is not confirmed to the other, though it stores nothing itself.
      for (RedisBackend unsure : List.of(backend, other)) {
        assertThatThrownBy(() -> unsure.enqueue(job("a")))
            .hasMessageContainingAll(
                "UNCONFIRMED after 300 ms by 0 of 1 replicas", "send the same jobs again");
      }
      assertStoredOn(primary, "a");
      replica.thaw();

      assertThat(patient.enqueue(job("a"))).containsExactly(new Enqueued.Duplicate(new JobId("a")));
      assertStoredOn(replica, "a");
    }
  }

  @Test
  void a_server_without_our_scripts_gets_them() throws Exception {
    try (PrivateRedis primary = PrivateRedis.start();
        PrivateRedis replica = primary.startReplica();
        RedisBackend backend = open(primary.url(), ONE_REPLICA)) {
      backend.enqueue(job("a"));
      primary.ask("SCRIPT FLUSH");

      assertThat(backend.enqueue(job("b"))).containsExactly(new Enqueued.Stored(new JobId("b")));
      assertStoredOn(replica, "b");
    }
  }

  @Test
  void a_node_of_a_Cluster_asks_its_own_replicas() {
    try (PrivateRedisCluster cluster = PrivateRedisCluster.start();
        RedisBackend backend = open(cluster.url(), IN_VAIN)) {
      assertThatThrownBy(() -> backend.enqueue(job("a")))
          .hasMessageContaining("by 0 of 1 replicas");
      assertThat(backend.rooms().inspector().orElseThrow().find(job("a").get(0).ref())).isPresent();
    }
  }

  private static final WriteConcern ON_DISK = WriteConcern.onDisk(Duration.ofSeconds(2));

  @Test
  void a_disk_confirms_where_the_server_can_say_so() throws Exception {
    try (PrivateRedis server = PrivateRedis.start("--appendonly yes", "--appendfsync always")) {
      boolean can = server.ask("COMMAND INFO WAITAOF").contains("waitaof");
      if (!can) {
        assertThatThrownBy(() -> open(server.url(), ON_DISK).close())
            .hasMessageContaining("cannot confirm that jobs are on disk: Redis 7.2 or 8 can");
        return;
      }
      try (RedisBackend backend = open(server.url(), ON_DISK)) {
        assertThat(backend.enqueue(job("a"))).containsExactly(new Enqueued.Stored(new JobId("a")));
        server.ask("CONFIG SET appendonly no");
        assertThatThrownBy(() -> backend.enqueue(job("b")))
            .hasMessageContaining("appendonly is disabled");
        assertThatThrownBy(() -> open(server.url(), ON_DISK).close())
            .hasMessageContaining("CONFIG SET appendonly yes");
      }
    }
  }

  @Test
  void a_version_that_confirms_too_soon_is_not_believed() {
    assertThat(refusals("redis_version:7.2.4", "everysec")).isEmpty();
    assertThat(refusals("redis_version:8.0.0", "everysec")).isEmpty();
    assertThat(refusals("redis_version:7.2.4\nvalkey_version:7.2.7", "everysec")).isEmpty();
    assertThat(refusals("redis_version:7.4.1", "everysec")).contains("Redis 7.4.1 may confirm");
    assertThat(refusals("redis_version:7.4.1", "always")).isEmpty();
    assertThat(refusals("redis_version:7.2.4\nvalkey_version:8.0.1", "everysec"))
        .contains("Valkey 8.0.1 may confirm jobs before they are on disk", "appendfsync always");
  }

  /** Of a server that says so much, when disks are to confirm. */
  private static String refusals(String version, String appendfsync) {
    String info = version + "\naof_enabled:1\nmaxmemory_policy:noeviction";
    Server server = Server.of(info, Map.of("appendfsync", appendfsync));
    try {
      HealthCheck.requireFit(
          List.of(server),
          RedisUrl.Kind.STANDALONE,
          RedisOptions.DEFAULT.withWriteConcern(ON_DISK),
          "a server");
      return "";
    } catch (BackendException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void nobody_and_for_ever_are_no_confirmations() {
    assertThatThrownBy(() -> WriteConcern.byReplicas(0, Duration.ofSeconds(1)))
        .hasMessage("replicas must be at least 1, was 0");
    assertThatThrownBy(() -> WriteConcern.onDisk(Duration.ofSeconds(5)))
        .hasMessage("within must be 1 ms to 4 s, was PT5S");
  }
}
