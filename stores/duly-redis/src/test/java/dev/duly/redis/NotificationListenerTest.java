package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivateRedis;
import dev.duly.lab.server.PrivateRedisCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one process does, another hears of: here two backends. */
@Tag("server")
class NotificationListenerTest {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final int ROUNDS = 21;

  private static EncodedJob job(int number) {
    return new EncodedJob(new JobId("j" + number), "t", "q", Payload.json("1"));
  }

  @Test
  void a_worker_that_waits_hears_of_jobs_long_before_it_would_look() throws Exception {
    try (PrivateRedis server = PrivateRedis.start()) {
      assertThat(median(server.url(), NotificationListenerTest::job)).isLessThan(150);
    }
  }

  @Test
  void in_a_cluster_too() throws Exception {
    try (PrivateRedisCluster cluster = PrivateRedisCluster.start()) {
      assertThat(median(cluster.url(), NotificationListenerTest::job)).isLessThan(150);
    }
  }

  @Test
  void a_job_that_is_due_soon_is_not_left_until_the_next_look() throws Exception {
    try (PrivateRedis server = PrivateRedis.start()) {
      Due soon = new Due.In(Duration.ofMillis(20));
      assertThat(median(server.url(), number -> job(number).withDue(soon))).isLessThan(170);
    }
  }

  /**
   * From the enqueue in one process to the claim in another, in milliseconds; a look is 500 and
   * more.
   */
  private static long median(String url, IntFunction<EncodedJob> job) throws Exception {
    List<Long> millis = new ArrayList<>();
    try (RedisBackend producer = RedisBackend.url(url);
        RedisBackend consumer = RedisBackend.url(url);
        Session session = consumer.open(new WorkerInfo("w", LEASE), () -> {})) {
      for (int round = 0; round < ROUNDS; round++) {
        CompletableFuture<TurnResult> waiting =
            CompletableFuture.supplyAsync(
                () -> session.claim(List.of(new Demand("q", 1)), Duration.ofMinutes(1)));
        awaitListeners(producer);
        long start = System.nanoTime();
        producer.enqueue(List.of(job.apply(round)));
        assertThat(waiting.get(30, TimeUnit.SECONDS).claims()).hasSize(1);
        millis.add((System.nanoTime() - start) / 1_000_000);
      }
    }
    Collections.sort(millis);
    return millis.get(ROUNDS / 2);
  }

  /** Long enough for a claim that found nothing to begin to wait. */
  private static void awaitListeners(RedisBackend backend) {
    for (int i = 0; i < 20; i++) {
      backend.rooms().inspector().orElseThrow().queues();
    }
  }

  @Test
  void a_worker_in_another_process_hears_that_its_job_is_to_stop() throws Exception {
    try (PrivateRedis server = PrivateRedis.start();
        RedisBackend operator = RedisBackend.url(server.url());
        RedisBackend consumer = RedisBackend.url(server.url())) {
      CountDownLatch heard = new CountDownLatch(1);
      try (Session session = consumer.open(new WorkerInfo("w", LEASE), heard::countDown)) {
        operator.enqueue(List.of(job(1)));
        List<Claim> claims = session.claim(List.of(new Demand("q", 1)), Duration.ZERO).claims();
        assertThat(claims).hasSize(1);
        session.claim(List.of(new Demand("q", 1)), Duration.ofMillis(300)); // begins to listen
        operator.rooms().operator().orElseThrow().cancel(List.of(job(1).ref()), "ana");

        assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
