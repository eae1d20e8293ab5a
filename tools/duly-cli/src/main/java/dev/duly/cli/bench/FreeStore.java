package dev.duly.cli.bench;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Demand;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Fencing;
import dev.duly.backend.Lease;
import dev.duly.backend.Outcome;
import dev.duly.backend.Rooms;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Token;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A store that costs nothing and keeps nothing: so many jobs, each with an id of its own, are there
 * to be claimed. What is measured on it is the worker alone.
 */
final class FreeStore implements Backend {
  private static final Capabilities CAPABILITIES =
      Capabilities.builder(
              Fencing.STRICT,
              new Lease.Timed(Duration.ofSeconds(1), Duration.ofDays(1), Optional.empty()))
          .build();

  private final JobSpec spec;
  private final Payload payload;
  private final Semaphore bell = new Semaphore(0);
  // Guarded by this.
  private int left;
  private int settled;

  private record Stamp(int value) implements Token {
    @Override
    public String text() {
      return Integer.toString(value);
    }
  }

  FreeStore(String type, Payload payload, int jobs) {
    this.spec = JobSpec.of(type, "default");
    this.payload = payload;
    this.left = jobs;
  }

  /** How many jobs were completed. */
  synchronized int settled() {
    return settled;
  }

  private synchronized List<Claim> claim(WorkerInfo info, List<Demand> demands) {
    List<Claim> claims = new ArrayList<>();
    Instant now = Instant.now();
    for (Demand demand : demands) {
      for (int i = Math.min(left, demand.max()); i > 0; i--) {
        Job job = job(left, now);
        claims.add(
            new Claim(
                ClaimRef.of(job, new Stamp(left), now),
                job,
                demand.pool(),
                info.lease(),
                false,
                OptionalLong.empty()));
        left--;
      }
    }
    return claims;
  }

  private Job job(int number, Instant now) {
    return Job.builder(new JobId("job_" + number), spec, payload, now).build();
  }

  private synchronized List<Outcome> settle(List<Settlement> done) {
    settled += (int) done.stream().filter(s -> s instanceof Settlement.Complete).count();
    return Collections.nCopies(done.size(), Outcome.APPLIED);
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    throw new UnsupportedOperationException("its jobs are there from the beginning");
  }

  @Override
  public Session open(WorkerInfo info, Runnable onChange) {
    return new Session() {
      @Override
      public TurnResult claim(List<Demand> demands, Duration waitMax) {
        List<Claim> claims = FreeStore.this.claim(info, demands);
        if (claims.isEmpty() && !waitMax.isZero()) {
          await(waitMax);
        }
        return new TurnResult(List.of(), claims);
      }

      @Override
      public TurnResult settle(List<Settlement> done, List<Demand> next) {
        return new TurnResult(FreeStore.this.settle(done), FreeStore.this.claim(info, next));
      }

      @Override
      public List<Extended> extend(List<Extension> running) {
        return running.stream().map(e -> new Extended(e.claim(), Extended.State.HELD)).toList();
      }

      @Override
      public void wake() {
        bell.release();
      }

      @Override
      public void close() {
        bell.release();
      }
    };
  }

  private void await(Duration max) {
    try {
      if (bell.tryAcquire(max.toNanos(), TimeUnit.NANOSECONDS)) {
        bell.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Token token(String text) {
    return new Stamp(Integer.parseInt(text));
  }

  @Override
  public Rooms rooms() {
    return Rooms.NONE;
  }

  @Override
  public void close() {
    bell.release();
  }
}
