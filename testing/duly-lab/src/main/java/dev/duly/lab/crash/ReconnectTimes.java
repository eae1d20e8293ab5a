package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** How soon a producer and a worker notice that their server is back. */
public final class ReconnectTimes {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");
  private static final Duration AWAY = Duration.ofSeconds(8); // long enough for every back-off

  private ReconnectTimes() {}

  /** Something to do to a server. */
  public interface Act {
    void run() throws Exception;
  }

  /**
   * Takes the server away for 8 s, under a producer that tries again every 50 ms and a worker.
   *
   * @param backIn brings it back, and returns when it answers
   * @return from its return to the first job that completed
   */
  public static Duration play(Backend backend, Act away, Act backIn) throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    AtomicBoolean isBack = new AtomicBoolean();
    try (Duly jobs = Duly.on(backend, Codec.RAW)) {
      jobs.worker()
          .queue("default", 2)
          .handle(
              WORK,
              (payload, attempt) -> {
                if (isBack.get()) {
                  first.countDown();
                }
              })
          .start()
          .awaitIdle(Duration.ofSeconds(10));
      away.run();
      Thread producer = new Thread(() -> produce(jobs, first), "producer");
      producer.start();
      LockSupport.parkNanos(AWAY.toNanos());
      isBack.set(true);
      backIn.run();
      long back = System.nanoTime();
      assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
      Duration took = Duration.ofNanos(System.nanoTime() - back);
      producer.join();
      return took;
    }
  }

  private static void produce(Duly jobs, CountDownLatch until) {
    while (until.getCount() > 0) {
      try {
        jobs.enqueue(NewJob.of(WORK, Payload.none()));
      } catch (BackendException e) {
        // The server is away: again.
      }
      LockSupport.parkNanos(50_000_000);
    }
  }
}
