package dev.duly.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.Gauge;
import dev.duly.job.Due;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivateRabbit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many delays at once, on the real clock: {@code -Ddelays.jobs=10000 -Ddelays.seconds=60}. None is
 * early, few are late by more than a second, on a machine of its own by more than a quarter of it
 * ({@code -Ddelays.late=250}), and a job that waits for a month is in no other's way and is still
 * there when the node has started again.
 */
@Tag("faults")
class DelaysTest {
  private static final int JOBS = Integer.getInteger("delays.jobs", 1_000);
  private static final int SECONDS = Integer.getInteger("delays.seconds", 6);
  private static final String QUEUE = "default";
  private static final Duration LATE_P99 =
      Duration.ofMillis(Integer.getInteger("delays.late", 1_000)); // beside other tests

  private static EncodedJob job(String id, Duration delay) {
    return new EncodedJob(new JobId(id), "mail", QUEUE, Payload.none()).withDue(new Due.In(delay));
  }

  @Test
  void none_is_early_and_few_are_late_beside_one_that_waits_for_a_month() throws IOException {
    try (PrivateRabbit node = PrivateRabbit.start()) {
      try (Backend backend = RabbitBackend.url(node.url())) {
        backend.enqueue(List.of(job("month", Duration.ofDays(30))));
        List<Long> late = play(backend);

        assertThat(late).hasSize(JOBS).allMatch(nanos -> nanos >= 0);
        long p99 = late.get(JOBS * 99 / 100);
        System.out.printf(
            "delays: %d jobs of 0 to %d s, late p50 %d ms, p99 %d ms, at most %d ms%n",
            JOBS,
            SECONDS,
            TimeUnit.NANOSECONDS.toMillis(late.get(JOBS / 2)),
            TimeUnit.NANOSECONDS.toMillis(p99),
            TimeUnit.NANOSECONDS.toMillis(late.get(JOBS - 1)));
        assertThat(Duration.ofNanos(p99)).isLessThanOrEqualTo(LATE_P99);
      }
      node.kill();
      node.restart();
      try (Backend backend = RabbitBackend.url(node.url())) {
        assertThat(laterInTheEnd(backend)).as("the month").isEqualTo(1);
      }
    }
  }

  /** A job whose move into its queue the killed node had not written down is moved once more. */
  private static long laterInTheEnd(Backend backend) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    try (Session session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      while (later(backend) > 1 && System.nanoTime() < end) {
        session.settle(completions(claim(session)), List.of());
      }
    }
    return later(backend);
  }

  private static List<Claim> claim(Session session) {
    return session.claim(List.of(new Demand(QUEUE, 100)), Duration.ofSeconds(1)).claims();
  }

  private static List<Settlement> completions(List<Claim> claims) {
    return claims.stream().<Settlement>map(Settlement.Complete::new).toList();
  }

  private static long later(Backend backend) {
    return backend.rooms().gauges().orElseThrow().queues().stream()
        .map(Gauge::later)
        .mapToLong(count -> count.orElse(0))
        .sum();
  }

  /** By how much later than it was due each came, in order. */
  private static List<Long> play(Backend backend) {
    SplittableRandom random = new SplittableRandom(7);
    long[] due = new long[JOBS];
    List<Long> late = new ArrayList<>();
    Thread producer =
        new Thread(
            () -> {
              for (int i = 0; i < JOBS; i += 20) {
                List<EncodedJob> bulk = new ArrayList<>();
                for (int k = i; k < Math.min(JOBS, i + 20); k++) {
                  Duration delay = Duration.ofMillis(random.nextInt(SECONDS * 1_000));
                  due[k] = System.nanoTime() + delay.toNanos();
                  bulk.add(job("j" + k, delay));
                }
                backend.enqueue(bulk);
              }
            });
    producer.start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS + 60L);
    try (Session session = backend.open(new WorkerInfo("w", Duration.ofSeconds(30)), () -> {})) {
      while (late.size() < JOBS && System.nanoTime() < end) {
        List<Claim> claims = claim(session);
        long now = System.nanoTime();
        for (Claim claim : claims) {
          late.add(now - due[Integer.parseInt(claim.job().id().value().substring(1))]);
        }
        session.settle(completions(claims), List.of());
      }
    }
    Collections.sort(late);
    return late;
  }
}
