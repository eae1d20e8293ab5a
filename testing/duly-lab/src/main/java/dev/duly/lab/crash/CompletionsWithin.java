package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Attempt;
import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.RetryPolicy;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.backend.Rooms;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.RunCounts;
import dev.duly.job.Payload;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What workers report is what the store answered: a job that its handler completed in a transaction
 * of its own is a completion, and one whose transaction was rolled back is a retry.
 */
public final class CompletionsWithin {
  private static final int JOBS = 1_000;
  private static final JobType<Payload, ?> SHIP =
      JobType.raw("ship").retry(RetryPolicy.fixed(Duration.ZERO));

  private CompletionsWithin() {}

  /** Connects to the store's database. */
  public interface Connecting {
    Connection open() throws SQLException;
  }

  /**
   * Runs a thousand jobs, and closes the backend.
   *
   * @param database where the store is
   */
  public static void play(Backend backend, Connecting database, int slots) throws Exception {
    AtomicInteger rollBacks = new AtomicInteger(3);
    try (Duly jobs = Duly.on(backend, Codec.RAW)) {
      jobs.enqueueAll(
          IntStream.range(0, JOBS)
              .mapToObj(i -> NewJob.of(SHIP, Payload.none()).id("s" + i))
              .toList());
      Worker worker =
          jobs.worker()
              .queue("default", slots)
              .handle(
                  SHIP,
                  (payload, attempt) -> {
                    try (Connection tx = database.open()) {
                      tx.setAutoCommit(false);
                      attempt.completeWithin(tx);
                      if (rollBacks.decrementAndGet() < 0) {
                        tx.commit();
                      } else {
                        tx.rollback();
                      }
                    }
                  })
              .start();
      assertThat(worker.awaitIdle(Duration.ofMinutes(2))).isTrue();
      worker.close();

      RunCounts tally = tally(backend.rooms());
      assertThat(tally.completed()).isEqualTo(JOBS);
      assertThat(tally.retried()).isEqualTo(3); // those whose transaction was rolled back
      assertThat(tally.dead()).isZero();
      assertThat(queue(backend.rooms()).completed()).isEqualTo(JOBS);
    }
  }

  /**
   * A job that its handler has completed in a transaction of its own is no longer the worker's, so
   * that renewing its lease says it is lost: it is a completion all the same.
   */
  public static void playWithARenewalInBetween(Backend backend, Connecting database)
      throws Exception {
    JobType<Payload, ?> other = JobType.raw("other");
    try (Duly jobs = Duly.on(backend, Codec.RAW)) {
      jobs.enqueueAll(
          List.of(
              NewJob.of(other, Payload.none()).id("other"),
              NewJob.of(SHIP, Payload.none()).id("ship")));
      CountDownLatch runs = new CountDownLatch(1);
      Worker worker =
          jobs.worker()
              .queue("default", 2)
              .handle(
                  other,
                  (payload, attempt) -> {
                    runs.countDown();
                    untilStopped(attempt);
                    attempt.throwIfStopping();
                  })
              .handle(
                  SHIP,
                  (payload, attempt) -> {
                    runs.await();
                    try (Connection tx = database.open()) {
                      tx.setAutoCommit(false);
                      attempt.completeWithin(tx);
                      tx.commit();
                    }
                    jobs.jobs().cancel("other"); // news: all leases are renewed
                    untilStopped(attempt);
                  })
              .start();
      assertThat(worker.awaitIdle(Duration.ofMinutes(2))).isTrue();
      worker.close();
      assertThat(tally(backend.rooms()).completed()).isEqualTo(1);
    }
  }

  private static void untilStopped(Attempt attempt) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!attempt.isStopping() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
      Thread.interrupted();
    }
  }

  private static RunCounts tally(Rooms rooms) {
    return rooms.statistics().orElseThrow().since(Instant.EPOCH).stream()
        .flatMap(report -> report.tallies().stream())
        .reduce(RunCounts.NOTHING, RunCounts::plus);
  }

  private static QueueRecord queue(Rooms rooms) {
    List<QueueRecord> queues = rooms.inspector().orElseThrow().queues();
    assertThat(queues).hasSize(1);
    return queues.get(0);
  }
}
