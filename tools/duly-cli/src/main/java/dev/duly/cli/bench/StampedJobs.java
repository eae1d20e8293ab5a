package dev.duly.cli.bench;

import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.job.Payload;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Jobs that say when they should have been enqueued, at a steady rate. A producer that falls behind
 * does not move its later jobs (no coordinated omission), so that waiting to enqueue counts.
 */
final class StampedJobs {
  static final JobType<Payload, Void> TYPE = JobType.raw("stamped");
  private static final String BEFORE = "{\"at\":";
  private static final String AFTER = ",\"text\":\"" + "x".repeat(164) + "\"}";

  private StampedJobs() {}

  static void enqueue(Duly duly, int jobs, int perSecond) {
    long start = micros();
    for (int i = 0; i < jobs; i++) {
      long at = start + i * 1_000_000L / perSecond;
      for (long left = at - micros(); left > 0; left = at - micros()) {
        LockSupport.parkNanos(left * 1_000);
      }
      duly.enqueue(NewJob.of(TYPE, Payload.json(BEFORE + at + AFTER)));
    }
  }

  /** Milliseconds since it should have been enqueued. */
  static double age(Payload payload) {
    String text = payload.text();
    return (micros() - Long.parseLong(text, BEFORE.length(), text.indexOf(','), 10)) / 1_000.0;
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
