package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivateRedis;
import dev.duly.lab.server.PrivateRedisCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A queue's keys are brought to another node of a Cluster. */
@Tag("faults")
class MovedTest {
  private static final int SLOT = JedisClusterCRC16.getSlot("q");

  private static final RedisOptions BY_A_REPLICA =
      RedisOptions.DEFAULT.withWriteConcern(WriteConcern.byReplicas(1, Duration.ofMillis(50)));

  private static List<EncodedJob> job(String id) {
    return List.of(new EncodedJob(new JobId(id), "t", "q", Payload.json("1")));
  }

  @Test
  void a_queue_is_found_where_it_is_now_and_refused_while_it_moves() throws IOException {
    try (PrivateRedisCluster cluster = PrivateRedisCluster.start();
        RedisBackend backend = RedisBackend.url(cluster.url());
        RedisBackend confirmed = RedisBackend.url(cluster.url(), BY_A_REPLICA);
        Session session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      backend.enqueue(job("a"));
      backend.enqueue(job("b"));
      var before = session.claim(List.of(new Demand("q", 1)), Duration.ZERO).claims();
      Move move = Move.of(cluster);

      move.begin();
      move.bringSome();
      assertThatThrownBy(() -> backend.enqueue(job("c")))
          .hasMessageContaining("the Cluster is moving these keys");
      move.bringAll();
      move.end();

      assertThat(move.to.ask("CLUSTER COUNTKEYSINSLOT " + SLOT)).isNotEqualTo(":0");
      assertThatThrownBy(
              () -> confirmed.enqueue(job("c"))) // it is stored there, and not replicated
          .hasMessageContaining("UNCONFIRMED");
      var turn =
          session.settle(
              List.of(new Settlement.Complete(before.get(0))), List.of(new Demand("q", 10)));
      assertThat(turn.outcomes()).containsExactly(dev.duly.backend.Outcome.APPLIED);
      assertThat(turn.claims())
          .extracting(claim -> claim.job().id().value())
          .containsExactly("b", "c");
    }
  }

  /** The steps that {@code redis-cli --cluster reshard} takes. */
  private record Move(PrivateRedis from, PrivateRedis to, List<PrivateRedis> all) {
    static Move of(PrivateRedisCluster cluster) throws IOException {
      for (PrivateRedis node : cluster.nodes()) {
        if (!keys(node).isEmpty()) {
          PrivateRedis other = cluster.nodes().get(cluster.nodes().indexOf(node) == 0 ? 1 : 0);
          return new Move(node, other, cluster.nodes());
        }
      }
      throw new AssertionError("no node has the queue");
    }

    private static String id(PrivateRedis node) throws IOException {
      return node.ask("CLUSTER MYID").split("\r\n", -1)[1];
    }

    private static List<String> keys(PrivateRedis node) throws IOException {
      return Arrays.stream(node.ask("CLUSTER GETKEYSINSLOT " + SLOT + " 100").split("\r\n", -1))
          .filter(line -> line.startsWith("duly:"))
          .toList();
    }

    void begin() throws IOException {
      to.ask("CLUSTER SETSLOT " + SLOT + " IMPORTING " + id(from));
      from.ask("CLUSTER SETSLOT " + SLOT + " MIGRATING " + id(to));
    }

    void bringSome() throws IOException {
      bring(keys(from).subList(0, 2));
    }

    void bringAll() throws IOException {
      bring(keys(from));
    }

    private void bring(List<String> keys) throws IOException {
      assertThat(
              from.ask(
                  "MIGRATE 127.0.0.1 "
                      + to.port()
                      + " \"\" 0 5000 KEYS "
                      + keys.stream().collect(Collectors.joining(" "))))
          .startsWith("+OK");
    }

    void end() throws IOException {
      String owner = id(to);
      for (PrivateRedis node : all) {
        node.ask("CLUSTER SETSLOT " + SLOT + " NODE " + owner);
      }
    }
  }
}
