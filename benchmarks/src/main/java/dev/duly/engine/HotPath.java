package dev.duly.engine;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.Outcome;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Token;
import dev.duly.backend.TurnResult;
import dev.duly.backend.support.SessionReport;
import dev.duly.bench.Workload;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.lifecycle.Admission;
import dev.duly.lifecycle.ErrorPolicy;
import dev.duly.lifecycle.Lifecycle;
import dev.duly.lifecycle.RunEnd;
import dev.duly.lifecycle.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one job costs on its way through a worker: time, and with {@code -prof gc} bytes. In this
 * package since the engine's rooms are package-private.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class HotPath {
  private static final int BATCH = 100;

  private record Stamp(long value) implements Token {
    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  private final Claim claim = claim(Instant.now());
  private final RunEnd returned = new RunEnd.Returned(Optional.empty());
  private final Run run = new Run(Duration.ofMillis(3), Duration.ofMillis(2), false);
  private final InFlight held = new InFlight(System::nanoTime, Events.NONE);
  private final Settler settler =
      new Settler(held, 1_000, new AttemptLog(System::nanoTime, Events.NONE));
  private final SessionReport report = new SessionReport();
  private final List<Outcome> applied = Collections.nCopies(BATCH, Outcome.APPLIED);

  private static Claim claim(Instant now) {
    JobSpec spec = JobSpec.of("message", "default");
    Job stored = Job.builder(new JobId("job_1"), spec, Workload.PAYLOAD, now).build();
    ClaimRef ref = ClaimRef.of(stored, new Stamp(1), now);
    return new Claim(ref, stored, "default", Duration.ofSeconds(30), false, OptionalLong.empty());
  }

  /** May it start; then how it ended becomes what is written. */
  @Benchmark
  public Optional<Settlement> lifecycle() {
    Admission admission = Lifecycle.admit(claim, Duration.ZERO, true, 0.5);
    if (!(admission instanceof Admission.Admitted)) {
      throw new IllegalStateException("not admitted: " + admission);
    }
    return Lifecycle.settle(claim, ErrorPolicy.NONE, returned, StopReason.NOTHING, run, 0.5);
  }

  /** A hundred attempts held, ended, sent, counted and answered; per attempt. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int settle() {
    List<EndedRun> ended = new ArrayList<>(BATCH);
    Settlement settlement =
        new Settlement.Complete(claim.ref(), Optional.of(run), Optional.empty(), List.of());
    for (RunningClaim running : held.add(Collections.nCopies(BATCH, claim), 0)) {
      ended.add(new EndedRun(running, Optional.of(settlement)));
    }
    settler.add(ended);
    TurnResult turn =
        report.settle(settler.batch(), rows -> new TurnResult(applied, List.of()), rows -> {});
    settler.settled(turn.outcomes());
    return turn.outcomes().size();
  }
}
