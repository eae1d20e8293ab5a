package dev.duly.redis.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.WorkerInfo;
import dev.duly.lab.server.PrivateSentinels;
import dev.duly.redis.RedisBackend;
import dev.duly.redis.RedisOptions;
import dev.duly.redis.WriteConcern;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The primary is killed, and Sentinels put its replica in its place. */
@Tag("faults")
class FailoverTest {
  private static final long SILENCE_MILLIS_MAX = 20_000;

  private static Producers.Loss failover(String how, RedisOptions options, boolean lags)
      throws Exception {
    try (PrivateSentinels servers = PrivateSentinels.start();
        RedisBackend backend = RedisBackend.url(servers.url(), options)) {
      Producers producers = new Producers(backend, "a", lags ? 20_000 : 200);
      producers.await(1_000);
      if (lags) {
        servers.replica().freeze(); // what it does not read goes with the primary
        producers.await(1_000);
      }
      long at = System.nanoTime();
      servers.primary().kill();
      if (lags) {
        servers.replica().thaw();
      }
      LongWait.until(servers::haveReplacedThePrimary, "another primary");
      if (options.writeConcern().isEmpty()) { // no replica is left to confirm
        producers.await(1_000);
      }
      producers.stop();
      long silence = producers.silenceMillis(at);
      try (RedisBackend after = RedisBackend.url(servers.url())) {
        Producers.Loss loss = producers.loss(after, at);
        System.out.printf(
            "failover on redis, %s: %d acknowledged, %d lost, of at most %d ms%s%n",
            how,
            loss.acknowledged(),
            loss.lost(),
            loss.windowMillis(),
            options.writeConcern().isEmpty() ? ", silent for " + silence + " ms" : "");
        assertThat(silence).isLessThan(SILENCE_MILLIS_MAX);
        assertWorks(after);
        return loss;
      }
    }
  }

  private static void assertWorks(RedisBackend backend) {
    WorkerInfo info = new WorkerInfo("w", Duration.ofSeconds(30));
    try (Session session = backend.open(info, () -> {})) {
      Demand demand = new Demand("q", 10);
      assertThat(session.claim(List.of(demand), Duration.ofSeconds(5)).claims()).isNotEmpty();
    }
  }

  @Test
  void producers_and_workers_go_on_by_themselves() throws Exception {
    assertThat(failover("a replica at hand", RedisOptions.DEFAULT, false).windowMillis())
        .isLessThan(1_000);
  }

  /** The control of the test below. */
  @Test
  void what_a_replica_that_lags_has_not_received_is_lost() throws Exception {
    assertThat(failover("a replica that lags", RedisOptions.DEFAULT, true).lost()).isPositive();
  }

  @Test
  void what_the_replica_confirmed_is_there() throws Exception {
    RedisOptions confirmed =
        RedisOptions.DEFAULT.withWriteConcern(WriteConcern.byReplicas(1, Duration.ofMillis(500)));

    assertThat(failover("confirmed", confirmed, false).lost()).isZero();
  }
}
