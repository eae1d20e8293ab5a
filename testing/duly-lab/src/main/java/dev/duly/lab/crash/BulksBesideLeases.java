package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.job.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The largest bulks that are legal, one after the other, cost no running job its lease. */
public final class BulksBesideLeases {
  private static final JobType<Payload, Void> SLOW = JobType.raw("slow").queue("slow");
  private static final JobType<Payload, Void> ROW = JobType.raw("row").queue("rows");
  // A bulk takes half a second where nothing else runs; a machine may well be busy with other
  // tests.
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final int RUNNING = 3;
  private static final int BULKS = 5;

  private BulksBesideLeases() {}

  /** On this backend, which is closed afterwards. */
  public static void play(Backend backend) throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch bulksAreStored = new CountDownLatch(1);
    try (Duly jobs = Duly.on(backend, Codec.RAW)) {
      for (int worker = 0; worker < RUNNING; worker++) {
        slow(jobs, begun, bulksAreStored);
      }
      for (int i = 0; i < RUNNING; i++) {
        jobs.enqueue(NewJob.of(SLOW, Payload.none()));
      }
      while (begun.get() < RUNNING) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < BULKS; i++) {
        jobs.enqueueAll(bulk());
      }
      bulksAreStored.countDown();
    }
    assertThat(begun).hasValue(RUNNING);
  }

  private static Worker slow(Duly jobs, AtomicInteger begun, CountDownLatch until) {
    return jobs.worker()
        .queue("slow", RUNNING + 1)
        .lease(LEASE)
        .handle(
            SLOW,
            (payload, attempt) -> {
              begun.incrementAndGet();
              until.await();
            })
        .start();
  }

  /** Some 60 MB. */
  private static List<NewJob<Payload, Void>> bulk() {
    byte[] row = ('"' + "x".repeat(100_000) + '"').getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, 600)
        .mapToObj(i -> NewJob.of(ROW, new Payload(row, Payload.JSON)))
        .toList();
  }
}
