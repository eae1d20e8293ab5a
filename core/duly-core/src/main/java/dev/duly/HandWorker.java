package dev.duly;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.backend.Seat;
import dev.duly.backend.Session;
import dev.duly.backend.Turn;
import dev.duly.job.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A worker without threads: whoever calls runs the jobs, one at a time, for tests and small
 * scripts. Nothing renews the lease meanwhile, and no timeout stops a handler. Not thread-safe.
 */
public final class HandWorker implements AutoCloseable {
  private final Session session;
  private final List<Demand> demands;
  private final Ends ends = new Ends(() -> {});
  private final Runner runner;
  private final Env env;
  private final AttemptLog log;

  HandWorker(
      Backend backend, Handlers handlers, List<Demand> plan, Duration lease, Env env, String name) {
    this.session = backend.open(new Seat(name, plan, handlers.types(), lease, Map.of()), () -> {});
    this.demands = plan;
    this.runner = new Runner(handlers, env, ends, backend, () -> {});
    this.env = env;
    this.log = new AttemptLog(env.nanoTime());
  }

  /**
   * Runs the next job that is due, on this thread, and settles it; empty if none is due.
   *
   * @throws dev.duly.backend.BackendException if the engine failed; the job's lease will end
   */
  public Optional<JobId> runNext() {
    return runNext(attempt -> true);
  }

  /**
   * Runs the next job as {@link #runNext()} does, but of an attempt that is refused here,
   * afterwards, the settlement is lost, as when a worker vanishes: when the lease has ended, the
   * job runs again.
   */
  public Optional<JobId> runNext(Predicate<Attempt> arrives) {
    for (Demand demand : demands) {
      long asked = env.nanoTime().getAsLong();
      Turn turn = session.claim(List.of(demand.withMax(1)), Duration.ZERO);
      for (Claim claim : turn.claims()) {
        Attempt attempt = new Attempt(claim, asked, env.nanoTime().getAsLong(), env.nanoTime());
        runner.run(attempt);
        settle(arrives.test(attempt));
        return Optional.of(attempt.id());
      }
    }
    return Optional.empty();
  }

  private void settle(boolean arrives) {
    Settler settler = new Settler(new Held(), 1, log);
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
