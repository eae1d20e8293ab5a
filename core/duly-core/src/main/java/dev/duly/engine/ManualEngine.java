package dev.duly.engine;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.TurnResult;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An engine without threads: the caller runs the jobs, one at a time. Nothing renews the lease
 * meanwhile, and no timeout stops a handler. Not thread-safe.
 */
public final class ManualEngine implements AutoCloseable {
  private final Session session;
  private final List<Demand> demands;
  private final EndedRuns ends = new EndedRuns(() -> {});
  private final Runner runner;
  private final Env env;
  private final AttemptLog log;
  private final Events events;

  /** On this backend, doing this work. */
  public ManualEngine(Backend backend, Work work, EnginePlan plan, Env env) {
    this.session = backend.open(plan.workerInfo(), () -> {});
    this.demands = plan.demands();
    Work limited = new ResultLimit(work, backend.capabilities().resultBytesMax());
    this.runner =
        new Runner(limited, env, ends, new Fitness(plan.worker(), () -> {}, plan.events()));
    this.env = env;
    this.events = plan.events();
    this.log = new AttemptLog(env.nanoTime(), plan.events());
  }

  /**
   * Runs the next job that is due, on this thread; empty if none is due.
   *
   * @param arrives asked afterwards: whether the settlement reaches the store
   * @throws dev.duly.backend.BackendException if the engine failed; the job's lease will end
   */
  public Optional<JobId> runNext(Predicate<Job> arrives) {
    for (Demand demand : demands) {
      long asked = env.nanoTime().getAsLong();
      TurnResult turn = session.claim(List.of(demand.withMax(1)), Duration.ZERO);
      for (Claim claim : turn.claims()) {
        events.claimed(claim.job());
        runner.run(new RunningClaim(claim, asked, env.nanoTime().getAsLong(), env.nanoTime()));
        settle(arrives.test(claim.job()));
        return Optional.of(claim.job().id());
      }
    }
    return Optional.empty();
  }

  private void settle(boolean arrives) {
    Settler settler = new Settler(new InFlight(env.nanoTime(), events), 1, log);
    settler.add(ends.drain());
    while (arrives && !settler.isEmpty()) {
      settler.settled(session.settle(settler.batch(), List.of()).outcomes());
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
